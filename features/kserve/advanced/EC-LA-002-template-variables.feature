@kserve @advanced
Feature: Variables in base configurations are filled in for each service
  # decided in several places: EC-LA-002.2, ISSUE-002.5

  One configuration serves many services because it can speak of the service that uses it. A variable that stays as it
  was written, a known issue, takes down every service on that configuration.

  @EC-LA-002 @ISSUE-002 @P1
  Scenario: The name of the service is filled in
    Given the manifest "template-var-config" has been applied
    When I create an LLM service of my own from "llm-template-test"
    Then these parts of it exist within 2 minutes:
      | part       |
      | Deployment |
    And its Deployment has these settings:
      | check                    | setting            | value                       |
      | EC-LA-002.2, ISSUE-002.5 | arguments          | --served-model-name={name}  |
      | EC-LA-002.3              | unfilled variables | none                        |

  @EC-LA-002 @ISSUE-002 @P1
  Scenario: Of two services on one configuration each gets its own name
    Given the manifest "template-var-config" has been applied
    And an LLM service of my own from "llm-template-test" has reported "PresetsCombined" as true
    When I create an LLM service of my own from "llm-template-other"
    Then these parts of it exist within 2 minutes:
      | part       |
      | Deployment |
    And its Deployment has these settings:
      | check                    | setting   | value                      |
      | EC-LA-002.2, ISSUE-002.5 | arguments | --served-model-name={name} |

  @EC-LA-002 @P1
  Scenario: A service whose name is filled in comes up without a crash
    Given the manifest "template-var-config" has been applied
    When I create an LLM service of my own from "llm-template-test"
    Then the start of each of its workload pods is over within 10 minutes
    # checks: EC-LA-002.5
    And none of its workload pods is in an error state
    # checks: EC-LA-002.1
    And it becomes ready within 5 minutes

  @EC-LA-002 @ISSUE-002 @P1
  Scenario: The model server never gets the text of a variable as its name
    Given the manifest "template-var-config" has been applied
    When I create an LLM service of my own from "llm-template-test"
    Then the start of each of its workload pods is over within 10 minutes
    And the log of its model server does not mention:
      | check                    | text                   |
      | EC-LA-002.4, ISSUE-002.7 | the invalid model name |

  @ISSUE-002 @P1
  Scenario: No text of a variable reaches a pod
    Given the manifest "template-var-config" has been applied
    When I create an LLM service of my own from "llm-template-test"
    Then the start of each of its workload pods is over within 10 minutes
    # checks: ISSUE-002.6, ISSUE-002.10, ISSUE-002.11
    And no variable is left unfilled in any pod of it

  @ISSUE-002 @P1
  Scenario: Every variable of a template has its value
    Given the manifest "all-variables-config" has been applied
    When I create an LLM service of my own from "llm-all-variables"
    Then these parts of it exist within 2 minutes:
      | part       |
      | Deployment |
    And its Deployment has these settings:
      | check       | setting                    | value                |
      | ISSUE-002.1 | variable SERVICE           | {name}               |
      | ISSUE-002.1 | variable SERVICE_NAMESPACE | {namespace}          |
      | ISSUE-002.1 | variable OPERATOR_NAMESPACE | {system namespace}  |
      | ISSUE-002.1 | variable GATEWAY           | the managed gateway  |
      | ISSUE-002.3 | variable MODEL_NAME        | opt-125m             |
      | ISSUE-002.3 | variable MODEL_URI         | {model URI}          |
      | ISSUE-002.3 | variable ROUTE             | {name}-kserve-route  |
      | ISSUE-002.1 | unfilled variables         | none                 |

  Rule: A variable that no service has is an error with a cause

    Background:
      Given the manifest "undefined-variable-config" has been offered

    @ISSUE-002 @P1
    Scenario: The status names the variable and the configuration
      When I create an LLM service of my own from "llm-undefined-variable"
      # checks: ISSUE-002.2
      Then it reports "PresetsCombined" as false within 2 minutes
      And its condition "PresetsCombined" mentions:
        | check       | text                       |
        | ISSUE-002.8 | the undefined variable     |
        | ISSUE-002.9 | the configuration at fault |

    @ISSUE-002 @P1
    Scenario: Nothing is deployed that could only fail
      When I create an LLM service of my own from "llm-undefined-variable"
      Then it reports "PresetsCombined" as false within 2 minutes
      And it has none of these parts for 1 minute:
        | check       | part       |
        | ISSUE-002.4 | Deployment |
