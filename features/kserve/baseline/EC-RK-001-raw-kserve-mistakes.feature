@kserve @baseline
Feature: A plain KServe service says what is wrong with it
  # decided in several places: EC-RK-001.3, EC-RK-002.2, EC-RK-003.1

  A user who made a mistake finds it named in the status, the events or the log, not in a
  service that silently never comes up.

  Rule: Each mistake has its own sign

    Background:
      Given the manifest "vllm-runtime-baseline" has been applied

    @EC-RK-001 @P1
    Scenario: The model cannot be fetched
      When I create an inference service of my own from "opt125m-baseline" with these settings:
        | setting   | value                                |
        | model URI | oci://invalid-registry/model:latest  |
      # checks: EC-RK-001.1
      Then its workload pods end in "the state without a model image" within 5 minutes
      And the log of its storage initializer mentions:
        | check       | text                     |
        | EC-RK-001.2 | the failed download      |
      # checks: EC-RK-001.3
      And it reports "Ready" as false within 5 minutes because "the reason of a failed download"
      # checks: EC-RK-001.3
      And it goes on reporting "Ready" as false for 2 minutes

    @EC-RK-002 @P1
    Scenario: The model is larger than the memory of its container
      When I create an inference service of my own from "opt125m-baseline" with these settings:
        | setting   | value        |
        | model URI | llama-2-70b  |
      # checks: EC-RK-002.1
      Then its workload pods end in "OOMKilled" within 10 minutes
      # checks: EC-RK-002.3
      And its workload pods have restarted at least 2 times within 10 minutes

    @EC-RK-002 @P1 @needs-gpu
    Scenario: The model is larger than the memory of its GPU
      When I create an inference service of my own from "opt125m-baseline" with these settings:
        | setting      | value       |
        | model URI    | llama-2-70b |
        | memory limit | 256Gi       |
        | GPUs         | 1           |
      Then the log of its model server mentions, within 10 minutes:
        | check       | text                        |
        | EC-RK-002.2 | CUDA out of memory          |
      # checks: EC-RK-002.2
      And its workload pods have restarted at least 2 times within 10 minutes

    @EC-RK-003 @P1
    Scenario: The runtime that the service names does not exist
      When I create an inference service of my own from "opt125m-baseline" with these settings:
        | setting | value                |
        | runtime | non-existent-runtime |
      # checks: EC-RK-003.1
      Then it reports "Ready" as false within 2 minutes
      # checks: EC-RK-003.1
      And it goes on reporting "Ready" as false for 2 minutes
      # checks: EC-RK-003.2
      And a warning about it says "the missing runtime" within 2 minutes
