@kserve @multi-node
Feature: A group of the wrong size does not come up in silence
  # decided in several places: EC-LA-203.4

  Eight ranks need eight pods. Who asks for fewer is told so when the service is created; a model server that was told
  of another size than its group has says so and fails, instead of waiting for ever.

  Rule: Workers that do not fit the tensor degree are refused

    @EC-LA-203 @ISSUE-018 @P1
    Scenario Outline: The refusal of <count> workers says how many are needed
      When I try to create an LLM service of my own from "llm-multinode-tp" with these settings:
        | setting | value     |
        | workers | <workers> |
      # checks: EC-LA-203.5, ISSUE-018.1
      Then it is refused by the validating webhook because "worker.replicas must be parallelism.tensor - 1"
      And it would be accepted with these settings:
        | setting | value |
        | workers | 7     |

      Examples:
        | count    | workers |
        | too few  | 3       |
        | too many | 8       |

    @ISSUE-018 @P1
    Scenario: Nothing is left running for a refused service
      When I try to create an LLM service of my own from "llm-multinode-tp" with these settings:
        | setting   | value        |
        | workers   | 3            |
        | model URI | opt-125m-oci |
      Then none of these happens in the namespace for 4 minutes:
        | check       | event                                        |
        | ISSUE-018.2 | there is a LeaderWorkerSet                   |
        | ISSUE-018.3 | a model server says that ranks are missing   |
        | ISSUE-018.4 | a container is replaced                      |

  @EC-LA-203 @P1 @needs-gpus-4
  Scenario: A model server that expects more ranks than its group has says so and fails
    When I create an LLM service of my own from "llm-multinode-tp" with these settings:
      | setting       | value                    |
      | tensor degree | 4                        |
      | workers       | 3                        |
      | arguments     | --tensor-parallel-size=8 |
      | model URI     | opt-125m-oci             |
    # checks: EC-LA-203.1
    Then exactly 4 of its workload pods are running within 30 minutes
    And the log of its leader, to its end, mentions:
      | check       | text                |
      | EC-LA-203.2 | the missing ranks   |
      | EC-LA-203.3 | the missing workers |
    # checks: EC-LA-203.4
    And its leader pods fail at least 2 times within 10 minutes
    # checks: EC-LA-203.4
    And it does not become ready for 5 minutes
