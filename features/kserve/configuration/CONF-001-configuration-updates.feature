@kserve @configuration
Feature: A change of configuration reaches the services that run on it
  # decided in several places: CONF-001.6, CONF-001.7, ISSUE-004.8

  Who changes a base configuration wants it to be in effect, not to go looking for services that still run with the
  old one. That no controller watches configurations is a known issue.

  @CONF-001 @P2
  Scenario: A configuration is stored
    When I try to create an LLM configuration of my own from "updateable-config"
    # checks: CONF-001.1
    Then it is accepted as it was written

  @CONF-001 @P2
  Scenario: A service comes up with what its configuration says
    Given the manifest "updateable-config" has been applied
    When I create an LLM service of my own from "llm-with-config"
    # checks: CONF-001.2
    Then it becomes ready within 10 minutes
    And its model server is started with these arguments:
      | check      | arguments            |
      | CONF-001.3 | --max-model-len=1024 |

  @alone @CONF-001 @ISSUE-004 @P2
  Scenario: Pods are replaced by pods with the new configuration
    The change is made when nothing else happens to the service, so that what follows has no other cause.

    Given the manifest "updateable-config" has been applied
    And an LLM service of my own is serving from "llm-with-config"
    And its ready workload pods have stayed the same, and its controller has logged nothing about it, for 1 minute
    When I change these settings of the LLM configuration "updateable-config":
      | setting   | value                |
      | arguments | --max-model-len=2048 |
    Then the namespace holds these objects:
      | check      | object                              | with                           |
      | CONF-001.4 | LLM configuration updateable-config | arguments --max-model-len=2048 |
    # checks: CONF-001.6, ISSUE-004.3, ISSUE-004.6, ISSUE-004.8
    And a new workload pod is there within 2 minutes
    # checks: ISSUE-004.2, ISSUE-004.7
    And only new workload pods are left within 10 minutes
    And its model server is started with these arguments:
      | check                               | arguments            |
      | CONF-001.5, CONF-001.7, ISSUE-004.1 | --max-model-len=2048 |

  @CONF-001 @ISSUE-004 @P2
  Scenario: Each change reaches every service on the configuration
    The second one is made when the first is over.

    Given the manifest "updateable-config" has been applied
    And an LLM service of my own is serving from "llm-with-config"
    And an LLM service of my own is serving from "llm-with-same-config"
    And these settings of the LLM configuration "updateable-config" have been changed:
      | setting   | value                |
      | arguments | --max-model-len=1536 |
    And its workload pods have stayed the same, all of them ready, for 2 minutes
    When I change these settings of the LLM configuration "updateable-config":
      | setting   | value                |
      | arguments | --max-model-len=2048 |
    Then the model server of every LLM service in its namespace is started with these arguments:
      | check                            | arguments            |
      | CONF-001.6, CONF-001.7, ISSUE-004.8 | --max-model-len=2048 |

  @alone @ISSUE-004 @P2
  Scenario: A configuration that comes later than its service is taken up by itself
    It comes when the controller has no other reason to look at the service.

    Given an LLM service of my own from "llm-with-config" has reported "PresetsCombined" as false
    And its controller has logged nothing about it for 1 minute
    When I apply these manifests:
      | manifest          |
      | updateable-config |
    # checks: ISSUE-004.8
    Then it reports "PresetsCombined" as true within 2 minutes

  @alone @ISSUE-004 @P2
  Scenario: A change of the operator's own configuration is noticed as well
    Given the manifest "updateable-config" has been applied
    And an LLM service of my own is serving from "llm-with-config"
    And its ready workload pods have stayed the same, and its controller has logged nothing about it, for 1 minute
    When I change these settings of the operator:
      | setting                                   | value |
      | memory request of the storage initializer | 200Mi |
    # checks: ISSUE-004.4
    Then a new workload pod is there within 2 minutes
    And only new workload pods are left within 10 minutes
    And its storage initializer asks for these resources:
      | check       | resource | request |
      | ISSUE-004.5 | memory   | 200Mi   |

  Rule: Where changes are not noticed, a user can bring them into effect

    Where the controller watches configurations, the change is in effect already. What the user does is done when that
    is over and nothing else happens to the service, so that what follows has no other cause.

    @alone @CONF-001 @ISSUE-004 @P2
    Scenario: An annotation of the service is enough
      Given the manifest "updateable-config" has been applied
      And an LLM service of my own is serving from "llm-with-config"
      And these settings of the LLM configuration "updateable-config" have been changed:
        | setting   | value                |
        | arguments | --max-model-len=2048 |
      And its ready workload pods have stayed the same, and its controller has logged nothing about it, for 1 minute
      When I annotate it to force a reconcile
      Then the log of its controller mentions, for it since then and within 1 minute:
        | check                   | text                       |
        | CONF-001.8, ISSUE-004.9 | the workload is reconciled |
      And only new workload pods are left within 10 minutes
      And its model server is started with these arguments:
        | check       | arguments            |
        | CONF-001.12 | --max-model-len=2048 |

    @CONF-001 @ISSUE-004 @P2
    Scenario: Deleting its pods is enough
      Given the manifest "updateable-config" has been applied
      And an LLM service of my own is serving from "llm-with-config"
      And these settings of the LLM configuration "updateable-config" have been changed:
        | setting   | value                |
        | arguments | --max-model-len=2048 |
      And its workload pods have stayed the same, all of them ready, for 2 minutes
      When I delete its workload pods by their label
      # checks: CONF-001.9, ISSUE-004.10
      Then a new workload pod is there within 2 minutes
      # checks: CONF-001.10
      And only new workload pods are left within 5 minutes
      And its model server is started with these arguments:
        | check       | arguments            |
        | CONF-001.11 | --max-model-len=2048 |
