@kserve @basic
Feature: Claims of every form

  Background:
    Given a state

  @LB-001 @P0
  Scenario: A step decides by the comment above it
    # checks: LB-001.1, LB-001.2
    Then it passes

  @LB-001 @P0
  Scenario: Rows are judged one by one
    Then these rows hold:
      | check     | outcome  |
      | LB-001.3  | passes   |
      | LB-001.4  | fails    |
      | LB-001.5  | passes   |
      | LB-001.6  | promised by nobody |

  @LB-001 @P0
  Scenario Outline: Each example decides its own check
    When it passes
    Then it <outcome>

    Examples:
      | check    | outcome |
      | LB-001.7 | passes  |
      | LB-001.8 | fails with "the port is 80" |

  @LB-001 @P1
  Scenario: What stands behind a failure is not reached
    # checks: LB-001.9
    Then it fails with "no route there"
    # checks: LB-001.10
    And it passes

  @LB-002 @P1
  Scenario: What an earlier failure spoils is blocked, at any step
    When a shared service has failed before
    # checks: LB-002.2
    Then it passes

  Rule: A Given that fails blocks

    Background:
      Given a state that cannot be reached

    @LB-002 @P1
    Scenario: Its outcome is never looked at
      When it passes
      # checks: LB-002.1
      Then it passes

    @LB-002 @P1
    Scenario: Nor is this one
      # checks: LB-002.2
      Then it passes
