@kserve @configuration
Feature: An LLM service takes its model straight from a claim

  A model that is on the cluster already is not moved again. That it cannot be copied into the pod is a known
  limit; what that costs is measured.

  @ISSUE-007 @P3 @needs-pvc
  Scenario: The claim is mounted, nothing is copied, and the service serves from it
    Given the manifest "model-claim" has been applied
    And the pod of "model-loader" has run to its end
    When I create an LLM service of my own from "llm-on-claim"
    Then it becomes ready within 10 minutes
    And each of its workload pods has these containers:
      | check       | container           | place  |
      | ISSUE-007.2 | storage-initializer | absent |
    # checks: ISSUE-007.1
    And each of its workload pods reads its model from the claim "model-claim"
    And these figures were measured on its workload pods and recorded:
      | check       | figure        | limit               |
      | ISSUE-007.3 | start-up time | more than 0 seconds |
