@kserve @baseline
Feature: A plain KServe model server answers without anything LLM-specific

  The control group. When this fails, the platform below LLMD is broken, and no other
  result of the KServe run means anything.

  @RK-001 @P0
  Scenario: A serving runtime is accepted and open to services
    When I try to create a serving runtime of my own from "vllm-runtime-baseline"
    # checks: RK-001.1, RK-001.2
    Then it is accepted as it was written
    # checks: RK-001.3
    And it is open to services that ask for the model format "vllm"

  @RK-001 @P0
  Scenario: A new service becomes ready by way of the announced states
    Given the manifest "vllm-runtime-baseline" has been applied
    When I try to create an inference service of my own from "opt125m-baseline"
    # checks: RK-001.4
    Then it is accepted as it was written
    # checks: RK-001.6
    And it becomes ready within 10 minutes and not before its Deployment and Service work
    # checks: RK-001.5
    And its model goes through these states in this order within 10 minutes:
      | state                                  |
      | Pending                                |
      | the state of a model on its way        |
      | Loaded                                 |

  Rule: A ready service is a plain Deployment behind a plain Service

    Background:
      Given the manifest "vllm-runtime-baseline" has been applied for this file
      And the inference service "opt125m-baseline" is serving from "opt125m-baseline"

    @RK-001 @P0
    Scenario: Its Deployment can be found by label and name, and its replica is available
      Then its Deployment has these settings:
        | check    | setting                                  | value              |
        | RK-001.7 | label serving.kserve.io/inferenceservice | {name}             |
        | RK-001.8 | name                                     | {name}-predictor   |
        | RK-001.9 | available replicas                       | 1                  |
      # checks: RK-001.30
      And exactly 1 of its workload pods is running

    @RK-001 @P0
    Scenario: Its pod holds the model server and nothing of the LLM stack
      Then each of its workload pods has these containers:
        | check     | container             | place  |
        | RK-001.10 | the fetcher of an OCI model | init   |
        | RK-001.11 | kserve-container      | main   |
        | RK-001.12 | llm-d-routing-sidecar | absent |
      # checks: RK-001.13
      And none of its workload pods carries a label of "llm-d.ai"

    @RK-001 @P0
    Scenario: Its Service stays inside the cluster
      Then its Service has these settings:
        | check     | setting                                  | value            |
        | RK-001.14 | label serving.kserve.io/inferenceservice | {name}           |
        | RK-001.15 | name                                     | {name}-predictor |
        | RK-001.16 | type                                     | ClusterIP        |
        | RK-001.17 | port                                     | the raw port     |

    @RK-001 @P0
    Scenario: Nothing of LLMD stands beside it
      Then the namespace holds none of these:
        | check     | kind           |
        | RK-001.18 | LLM service    |
        | RK-001.19 | inference pool |
        | RK-001.20 | HTTPRoute      |

    @RK-001 @P0
    Scenario: It answers a question
      When I ask it "What is 2+2?"
      # checks: RK-001.21, RK-001.22, RK-001.23, RK-001.25
      Then the answer is a complete chat completion
      # checks: RK-001.24
      And the answer arrived within 5 seconds

  @RK-001 @P0
  Scenario: Its latency is the baseline for everything else
    Given the manifest "vllm-runtime-baseline" has been applied
    And an inference service of my own is serving from "opt125m-baseline"
    When I send it 100 requests one after another
    # checks: RK-001.27
    Then all of the requests succeed
    And these figures were measured on its workload pods and recorded:
      | check                | figure                | limit             |
      | RK-001.26, RK-001.29 | requests served       | exactly 100       |
      | RK-001.31            | average latency       | at most 2 seconds |
      | RK-001.28            | p95 to median latency | at most 5         |

  @RK-001 @P0
  Scenario Outline: A <thing> that is deleted goes away
    Given the manifest "vllm-runtime-baseline" has been applied
    And an inference service of my own is serving from "opt125m-baseline"
    When I delete <object>
    Then nothing of it is left within 2 minutes

    Examples:
      | check     | thing     | object                                      |
      | RK-001.32 | service   | it                                          |
      | RK-001.33 | runtime   | the serving runtime "vllm-runtime-baseline" |
      | RK-001.34 | namespace | the namespace                               |
