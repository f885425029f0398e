@kserve @advanced
Feature: An LLM service inherits from base configurations
  # decided in several places: LA-001.6, LA-001.7, LA-001.8, LA-001.9, LA-001.10

  An organisation writes down once how its models are served. A service names that configuration, says only what is
  particular about itself, and wins where both say something.

  @LA-001 @P1
  Scenario: A base configuration is accepted as it was written
    When I try to create an LLM configuration of my own from "standard-vllm-config"
    # checks: LA-001.1, LA-001.2
    Then it is accepted as it was written

  @LA-001 @P1
  Scenario: A service on a base configuration is accepted and combined with it
    Given the manifest "standard-vllm-config" has been applied
    When I try to create an LLM service of my own from "llm-with-baseref"
    # checks: LA-001.3
    Then it is accepted as it was written
    # checks: LA-001.4
    And it reports "PresetsCombined" as true within 2 minutes

  @LA-001 @P1
  Scenario: What the service does not say comes from the base, what it says wins
    Given the manifest "standard-vllm-config" has been applied
    When I create an LLM service of my own from "llm-with-baseref"
    Then these parts of it exist within 2 minutes:
      | part       |
      | Deployment |
    And its Deployment has these settings:
      | check                | setting                         | value                                |
      | LA-001.5             | image                           | {image model-server}                 |
      | LA-001.6             | arguments                       | --dtype=float16 --max-model-len=2048 |
      | LA-001.7, LA-001.10  | request cpu                     | 2                                    |
      | LA-001.8             | request memory                  | 16Gi                                 |
      | LA-001.9             | request nvidia.com/gpu          | 1                                    |
      | LA-001.10            | variable OMP_NUM_THREADS        | 2                                    |
      | LA-001.10            | variable TOKENIZERS_PARALLELISM | false                                |
    And exactly 2 of its workload pods exist in all within 2 minutes
    And its model server is started with these arguments:
      | check    | arguments                                |
      | LA-001.6 | --dtype=float16 and --max-model-len=2048 |
    And its model server asks for these resources:
      | check    | resource | request |
      | LA-001.7 | cpu      | 2       |
      | LA-001.8 | memory   | 16Gi    |
      | LA-001.9 | nvidia.com/gpu | 1 |
    And each of its workload pods has these settings:
      | check     | setting                                 | value |
      | LA-001.10 | variable OMP_NUM_THREADS of main         | 2     |
      | LA-001.10 | variable TOKENIZERS_PARALLELISM of main  | false |

  @LA-001 @P1
  Scenario: Of two base configurations the last one wins, and the first one fills the gaps
    Given the manifest "standard-vllm-config" has been applied
    And the manifest "gpu-config" has been applied
    When I create an LLM service of my own from "llm-multi-baseref"
    Then these parts of it exist within 2 minutes:
      | part       |
      | Deployment |
    And its Deployment has these settings:
      | check                 | setting                | value                               |
      | LA-001.11, LA-001.12  | image                  | {image model-server-next}           |
      |                       | arguments              | --dtype=float16 --max-model-len=2048 |
      |                       | request cpu            | 4                                   |
      |                       | request memory         | 16Gi                                |
      |                       | request nvidia.com/gpu | 2                                   |
