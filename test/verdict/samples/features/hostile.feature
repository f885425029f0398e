Feature: Hostile <script>alert("feature")</script> & 'text'

  </script><img src=x onerror=alert(1)> in the description

  @EC-LB-001 @P2
  Scenario: A title with <b>tags</b>, "quotes" & ampersands ]]>
    Given a state
    When the model answers "<script>alert('step')</script>"
    # checks: EC-LB-001.1
    Then it fails with every hostile character
      """
      </script><script>alert("doc string")</script>
      """
    And these hostile cells are shown:
      | <img src=x onerror=alert(2)> | `code` |
      | </td></table>                | a & b  |

  @EC-LB-001 @P2
  Scenario: Attachments are shown as text
    # checks: EC-LB-001.2
    Then it attaches hostile logs and a picture
