@kserve @configuration
Feature: The built-in configurations are where their users expect them

  Every service is built on them, and users name them in manifests of their own: a move breaks both.

  @ISSUE-011 @P3
  Scenario: They stand beside the controller under their well-known names
    Then the namespace of the controller of LLM services holds these objects:
      | check       | object                                         | with     |
      | ISSUE-011.1 | LLM configuration kserve-config-llm-template    | its name |
      | ISSUE-011.1 | LLM configuration kserve-config-llm-scheduler   | its name |
      | ISSUE-011.1 | LLM configuration kserve-config-llm-router-route | its name |

  @ISSUE-011 @P3
  Scenario: A service that names them gets what they stand for
    When I create an LLM service of my own from "llm-with-preset"
    Then these parts of it exist within 2 minutes:
      | check       | part                 |
      | ISSUE-011.2 | Deployment           |
      | ISSUE-011.2 | scheduler Deployment |
      | ISSUE-011.2 | inference pool       |
      | ISSUE-011.2 | HTTPRoute            |
