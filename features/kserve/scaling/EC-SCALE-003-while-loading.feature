@kserve @scaling
Feature: A service that still loads its model can be scaled

  A large model takes minutes to load. Who sees that one replica will not do need not wait for it first.

  @EC-SCALE-003 @P2 @needs-large-model
  Scenario: Three replicas of a large model load side by side
    Given an LLM service of my own from "llm-slow-load" is still loading its model
    When I scale it to 3 replicas
    # checks: EC-SCALE-003.1
    Then exactly 3 of its workload pods exist in all within 1 minute
    # checks: EC-SCALE-003.3
    And exactly 3 of its workload pods are ready within 30 minutes
    # checks: EC-SCALE-003.2
    And its workload pods downloaded and loaded the model at the same time
    And these figures were measured on its workload pods and recorded:
      | check          | figure                       | limit       |
      | EC-SCALE-003.4 | longest to shortest download | at most 2   |
      | EC-SCALE-003.5 | longest to shortest load     | at most 2   |
