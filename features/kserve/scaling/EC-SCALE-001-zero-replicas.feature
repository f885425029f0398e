@kserve @scaling
Feature: What zero replicas mean is clear

  A service that nobody uses may rest. Whatever a release makes of zero replicas, a user can tell what it did.

  @EC-SCALE-001 @ISSUE-020 @P3
  Scenario: A service is scaled to zero
    Given an LLM service of my own is serving from "llm-scalable"
    When I try to scale it to 0 replicas
    Then its zero replicas end as promised within 2 minutes:
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
    Then its zero replicas end as promised within 2 minutes:
      | check                       | outcome                      |
      | EC-SCALE-001.4, ISSUE-020.2 | the outcome of zero replicas |
