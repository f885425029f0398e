@kserve @basic
Feature: An LLM service never claims to be ready without what makes it work

  A controller whose reconciliation is switched off accepts every service and deploys nothing. That is a
  known blocker; nothing else is worth judging while it is there.

  @ISSUE-001 @EC-LB-001 @P0
  Scenario: The controller works on a new service
    When I create an LLM service of my own from "llm-basic-oci"
    Then these parts of it exist within 2 minutes:
      | check                                    | part       |
      | EC-LB-001.2, ISSUE-001.1, ISSUE-001.3    | Deployment |
      | EC-LB-001.3, ISSUE-001.4                 | Service    |
      | EC-LB-001.4, ISSUE-001.2, ISSUE-001.6    | HTTPRoute  |

  @ISSUE-001 @EC-LB-001 @P0
  Scenario: A service is not ready before its parts are
    When I create an LLM service of my own from "llm-basic-oci"
    # checks: EC-LB-001.1, EC-LB-001.5, ISSUE-001.5, ISSUE-001.9, ISSUE-001.10
    Then it becomes ready within 10 minutes and not before its Deployment, Service and HTTPRoute work

  @ISSUE-001 @LB-001 @P0
  Scenario: The controller says what it does
    When I create an LLM service of my own from "llm-basic-oci"
    Then the log of its controller mentions, for it and within 1 minute:
      | check                                                      | text                           |
      | LB-001.1, LB-001.3, ISSUE-001.7, ISSUE-001.8               | the workload is reconciled     |
      | LB-001.2                                                   | the router is reconciled       |
