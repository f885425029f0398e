@kserve @scaling
Feature: A controller that is asked again before it is done does what it was asked last
  # decided in several places: EC-SCALE-002.3

  People and autoscalers change their mind faster than pods start. The last word counts, and nothing of the
  earlier ones is left over.

  @EC-SCALE-002 @P2
  Scenario: Three numbers in haste end in the last one
    Given an LLM service of my own is serving from "llm-scalable"
    When I scale it to 10, then 2, then 7 replicas in haste
    # checks: EC-SCALE-002.3
    Then exactly 7 of its workload pods are ready within 10 minutes
    # checks: EC-SCALE-002.2
    And exactly 7 of its workload pods exist in all within 2 minutes
    # checks: EC-SCALE-002.3
    And exactly 7 of its workload pods stay ready for 1 minute
    # checks: EC-SCALE-002.4
    And its Deployment was told 10, 2 and 7 replicas in this order
    # checks: EC-SCALE-002.1
    And the log of its controller has no line at a critical level about it
