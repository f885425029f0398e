@kserve @failure
Feature: A server that needs more memory than it may have is reported as such
  # decided in several places: RH-METRIC-07.1, RH-METRIC-08.1

  Whoever gave it too little sees why it does not come up.

  @EC-FAIL-002 @RH-METRIC-07 @RH-METRIC-08 @P1
  Scenario: The memory limit is too small for the model
    When I create an LLM service of my own from "llm-oom"
    # checks: EC-FAIL-002.2
    Then its workload pods end in "CrashLoopBackOff" within 10 minutes
    # checks: EC-FAIL-002.1
    And its workload pods end in "OOMKilled" within 10 minutes
    # checks: RH-METRIC-07.1
    And its workload pods have restarted at least 2 times within 10 minutes
    And these figures were measured on its workload pods and recorded:
      | check          | figure            | limit               |
      | RH-METRIC-08.1 | failures of pods  | at least 2          |
      |                | observed pod time | more than 0 seconds |
    And the log of its model server mentions:
      | check         | text            |
      | EC-FAIL-002.3 | the memory kill |
    # checks: EC-FAIL-002.4
    And it reports "MainWorkloadReady" as false within 5 minutes
    # checks: EC-FAIL-002.5
    And it does not become ready for 5 minutes
