@kserve @advanced
Feature: A service with prefill pods owns what takes a request apart
  # decided in several places: ISSUE-010.2, LA-020.31

  Working on a prompt and writing an answer want different machines. A service that separates them has two groups of
  pods, a sidecar that sends each prompt to the right one, and a scheduler that knows both.

  @LA-020 @P0
  Scenario: A new service brings up all of its parts
    When I try to create an LLM service of my own from "llm-disagg"
    # checks: LA-020.1
    Then it is accepted as it was written
    And these parts of it exist within 2 minutes:
      | check    | part                 |
      | LA-020.2 | Deployment           |
      | LA-020.2 | prefill Deployment   |
      | LA-020.2 | scheduler Deployment |
      | LA-020.2 | Service              |
      | LA-020.2 | scheduler Service    |
      | LA-020.2 | HTTPRoute            |
      | LA-020.2 | inference pool       |
      | LA-020.2 | inference model      |
    # checks: LA-020.3, LA-020.4
    And it becomes ready within 15 minutes and not before its Deployment, prefill Deployment and scheduler Deployment work
    # checks: LA-020.5
    And every condition of it is true

  @ISSUE-010 @P3
  Scenario: A deleted service takes all of its parts with it
    Given an LLM service of my own is serving from "llm-disagg"
    When I delete it
    # checks: ISSUE-010.2
    Then nothing of it is left within 2 minutes

  Rule: Each part is what it promises to be

    Background:
      Given the LLM service "llm-disagg" is serving from "llm-disagg"

    @LA-020 @P0
    Scenario: Its prefill pods are two servers and nothing else
      Then its prefill Deployment has these settings:
        | check              | setting             | value                 |
        | LA-020.6, LA-020.8 | name                | {name}-kserve-prefill |
        | LA-020.7           | available replicas  | 2                     |
        | LA-020.9           | label llm-d.ai/role | prefill               |
      # checks: LA-020.10
      And exactly 2 of its prefill pods are running
      And each of its prefill pods has these settings:
        | check     | setting                            | value                 |
        | LA-020.11 | name before its generated parts    | {name}-kserve-prefill |
        | LA-020.12 | variable VLLM_PREFILL_MODE of main | true                  |
      And each of its prefill pods has these containers:
        | check     | container             | place     |
        | LA-020.25 | storage-initializer   | init      |
        | LA-020.26 | llm-d-routing-sidecar | absent    |
        | LA-020.27 | main                  | only main |

    @LA-020 @P0
    Scenario: Its decode pods are four and say so
      Then its Deployment has these settings:
        | check                | setting             | value         |
        | LA-020.13            | name                | {name}-kserve |
        | LA-020.14            | available replicas  | 4             |
        | LA-020.15, LA-020.16 | label llm-d.ai/role | decode        |
      # checks: LA-020.17
      And exactly 4 of its decode pods are running
      And each of its decode pods has these settings:
        | check     | setting                         | value         |
        | LA-020.18 | name before its generated parts | {name}-kserve |

    @LA-020 @P0
    Scenario: A sidecar stands before the server of each decode pod
      Then each of its decode pods has these containers:
        | check     | container             | place   |
        | LA-020.19 | storage-initializer   | init    |
        | LA-020.20 | llm-d-routing-sidecar | init    |
        | LA-020.21 | llm-d-routing-sidecar | sidecar |
      And each of its decode pods has these settings:
        | check     | setting                                               | value                 |
        | LA-020.22 | variable INFERENCE_POOL_NAME of llm-d-routing-sidecar | {name}-inference-pool |
        | LA-020.23 | port of llm-d-routing-sidecar                         | 8000                  |
        | LA-020.24 | port of main                                          | 8001                  |

    @EC-LA-102 @P0
    Scenario: No decode pod is without a sidecar, and no request is refused
      When I send it 12 requests 4 at a time
      # checks: EC-LA-102.3
      Then all of the requests succeed
      And each of its decode pods has these containers:
        | check                    | container             | place |
        | EC-LA-102.1, EC-LA-102.4 | llm-d-routing-sidecar | init  |
      # checks: EC-LA-102.2
      And each of its decode pods answers on port 8000

    @LA-020 @P0
    Scenario: Its scheduler runs and has its three ports
      Then its scheduler Deployment has these settings:
        | check                | setting            | value                          |
        | LA-020.28, LA-020.30 | name               | {name}-kserve-router-scheduler |
        | LA-020.29            | available replicas | 1                              |
      And each of its scheduler pods has these settings:
        | check     | setting                           | value                                |
        | LA-020.31 | phase                             | Running                              |
        | LA-020.31 | label app.kubernetes.io/component | llminferenceservice-router-scheduler |
        | LA-020.32 | image name of main                | the image of the scheduler           |
        | LA-020.33 | port of main                      | 9002                                 |
        | LA-020.33 | port of main                      | 9003                                 |
        | LA-020.33 | port of main                      | 9090                                 |
      # checks: LA-020.31
      And its scheduler pods have run for 30 seconds without a restart

    @LA-020 @P0
    Scenario: Its scheduler is reached inside the cluster
      Then its scheduler Service has these settings:
        | check     | setting    | value              |
        | LA-020.43 | name       | {name}-epp-service |
        | LA-020.44 | type       | ClusterIP          |
        | LA-020.45 | named port | grpc 9002          |
        | LA-020.46 | named port | grpc-health 9003   |
        | LA-020.47 | named port | metrics 9090       |
      And its scheduler Service leads to exactly 1 of its scheduler pods

    @LA-020 @P0
    Scenario: Its pool finds the pods of both groups
      Then its inference pool has these settings:
        | check     | setting                         | value                 |
        | LA-020.34 | name                            | {name}-inference-pool |
        | LA-020.36 | target port                     | 8000                  |
        | LA-020.37 | selector app.kubernetes.io/name | {name}                |
        | LA-020.37 | selector kserve.io/component    | workload              |
      # checks: LA-020.35
      And its inference pool selects exactly its decode pods and its prefill pods
      # checks: LA-020.38
      And its scheduler counts exactly 6 ready pods in its pool

    @LA-020 @P0
    Scenario: Its model is known under its name and leads to its pool
      Then its inference model has these settings:
        | check     | setting     | value                 |
        | LA-020.39 | name        | {name}                |
        | LA-020.40 | model name  | opt-125m-disagg       |
        | LA-020.41 | pool        | {name}-inference-pool |
        | LA-020.42 | criticality | Critical              |

    @LA-020 @P0
    Scenario: No text of a template is left in its pods
      # checks: LA-020.72
      Then no variable is left unfilled in any pod of it
