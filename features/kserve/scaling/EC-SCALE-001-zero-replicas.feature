@kserve @scaling
Feature: What zero replicas mean is clear

  A service that nobody uses may rest. A release promises one of three outcomes of zero
  replicas: that one is judged, and the rows of the other two are reported as not promised.

  @EC-SCALE-001 @ISSUE-020 @P3
  Scenario: A service is scaled to zero
    Given an LLM service of my own is serving from "llm-scalable"
    When I try to scale it to 0 replicas
    Then of these outcomes the one that the release promises is seen within 2 minutes:
      | check          | outcome                          |
      | EC-SCALE-001.1 | accepted, every pod ends         |
      | EC-SCALE-001.2 | refused, at least one is needed  |
      | EC-SCALE-001.3 | accepted, one pod is kept        |
      | ISSUE-020.1    | the outcome of zero replicas     |

  @EC-SCALE-001 @ISSUE-020 @P3
  Scenario: A service is created with zero replicas
    When I try to create an LLM service of my own from "llm-scalable" with these settings:
      | setting  | value |
      | replicas | 0     |
    Then of these outcomes the one that the release promises is seen within 2 minutes:
      | check                       | outcome                      |
      | EC-SCALE-001.4, ISSUE-020.2 | the outcome of zero replicas |
