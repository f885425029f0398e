@kserve @advanced
Feature: A mistake in base configurations is reported where the user looks
  # decided in several places: EC-LA-001.2

  Nothing is deployed from a configuration that cannot be had as a whole, and the status says what to mend.

  Rule: A configuration that does not exist is named

    @EC-LA-001 @P1
    Scenario: The service is kept, is not ready, and says why
      When I create an LLM service of my own from "llm-missing-baseref"
      # checks: EC-LA-001.2
      Then it reports "PresetsCombined" as false within 2 minutes
      And its condition "PresetsCombined" mentions:
        | check       | text                   |
        | EC-LA-001.3 | the combine error      |
        | EC-LA-001.4 | the failed look-up     |
        | EC-LA-001.5 | the failed combination |
      # checks: EC-LA-001.1
      And it does not become ready for 2 minutes
      # checks: EC-LA-001.2
      And it reports "PresetsCombined" as false within 10 seconds

    @EC-LA-001 @P1
    Scenario: Nothing is deployed for it
      When I create an LLM service of my own from "llm-missing-baseref"
      Then it reports "PresetsCombined" as false within 2 minutes
      And it has none of these parts for 1 minute:
        | check       | part                 |
        | EC-LA-001.6 | Deployment           |
        | EC-LA-001.6 | prefill Deployment   |
        | EC-LA-001.6 | scheduler Deployment |
        |             | HTTPRoute            |

    @EC-LA-001 @P1
    Scenario: A configuration of another namespace is none
      Given the manifest "standard-vllm-config" has been applied for this file
      When I create an LLM service of my own from "llm-with-baseref"
      # checks: EC-LA-001.2
      Then it reports "PresetsCombined" as false within 2 minutes

    @ISSUE-012 @P2
    Scenario: The message says what there is instead
      Given the manifest "standard-vllm-config" has been applied
      When I create an LLM service of my own from "llm-missing-baseref"
      Then it reports "PresetsCombined" as false within 2 minutes
      And its condition "PresetsCombined" mentions:
        | check       | text                      |
        | ISSUE-012.1 | non-existent-config       |
        | ISSUE-012.2 | standard-vllm-config      |
        | ISSUE-012.2 | kserve-config-llm-template |
        | ISSUE-012.3 | {namespace}               |
        | ISSUE-012.3 | {system namespace}        |

  Rule: Configurations that refer to each other do not send the controller round in circles

    @EC-LA-003 @P2
    Scenario: A configuration that refers to another one is refused
      When I try to create an LLM configuration of my own from "config-a"
      # checks: EC-LA-003.3
      Then it is refused by the validating webhook because "support for recursive refs has been disabled"

    @EC-LA-003 @P2
    Scenario: A service on such a configuration is reported as not combined
      Given the manifest "config-a" has been offered
      And the manifest "config-b" has been offered
      When I create an LLM service of my own from "llm-circular"
      # checks: EC-LA-003.2
      Then it reports "PresetsCombined" as false within 2 minutes
      And the log of its controller mentions, for it and within 1 minute:
        | check       | text               |
        | EC-LA-003.4 | the failed look-up |

    @EC-LA-003 @P2
    Scenario: The controller goes on with other services
      Given the manifest "config-a" has been offered
      And the manifest "updateable-config" has been applied
      And an LLM service of my own from "llm-circular" has reported "PresetsCombined" as false
      When I create an LLM service of my own from "llm-with-config"
      # checks: EC-LA-003.1
      Then it reports "PresetsCombined" as true within 2 minutes
