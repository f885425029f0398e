@kserve @networking
Feature: A gateway of another namespace decides whom it lets in
  # decided in several places: EC-NET-001.1, EC-NET-001.2, EC-NET-001.3

  One team runs the gateway, others hang their services on it. Who may do so, the gateway says.

  @EC-NET-001 @P2
  Scenario: A gateway that admits every namespace leads to the service
    Given the manifest "shared-gateway" has been applied for this file
    When I create an LLM service of my own from "llm-custom-gw" with these settings:
      | setting   | value                           |
      | gateway   | {file namespace}/shared-gateway |
      | host name | shared.example.com              |
      | replicas  | 1                               |
    # checks: EC-NET-001.1
    Then it becomes ready within 10 minutes
    And requests through the gateway "{file namespace}/shared-gateway" end like this:
      | check        | port | host               | path                  | header | answer    |
      | EC-NET-001.1 | 80   | shared.example.com | /models/opt/v1/models |        | the model |

  @EC-NET-001 @P2
  Scenario: Questions through such a gateway are answered by the pods of the service
    Given the manifest "shared-gateway" has been applied for this file
    And an LLM service of my own is serving from "llm-custom-gw" with these settings:
      | setting   | value                           |
      | gateway   | {file namespace}/shared-gateway |
      | host name | questions.example.com           |
      | replicas  | 1                               |
    When I ask it "Who lets me in?" through the gateway "{file namespace}/shared-gateway" at port 80 as "questions.example.com"
    # checks: EC-NET-001.1
    Then the answer is a complete chat completion
    # checks: EC-NET-001.1
    And the answer comes from one of its workload pods

  @EC-NET-001 @P2
  Scenario: A gateway that keeps to its own namespace refuses the route
    Given the manifest "closed-gateway" has been applied for this file
    When I create an LLM service of my own from "llm-custom-gw" with these settings:
      | setting   | value                           |
      | gateway   | {file namespace}/closed-gateway |
      | host name | closed.example.com              |
      | replicas  | 1                               |
    # checks: EC-NET-001.2
    Then its HTTPRoute is refused by its gateway within 5 minutes because "NotAllowedByListeners"
    # checks: EC-NET-001.3
    And it reports "RouterReady" as false within 5 minutes because "NotAllowedByListeners"
    # checks: EC-NET-001.2
    And the gateway "{file namespace}/closed-gateway" does not lead to it for 1 minute
    # checks: EC-NET-001.3
    And it does not become ready for 1 minute
