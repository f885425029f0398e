@kserve @networking
Feature: A service is reached through a gateway of its user's own
  # decided in several places: NET-001.3, NET-001.4, NET-001.9, NET-001.10

  A team brings its own gateway, host name and path. The service hangs on that gateway and on no other.

  @NET-001 @P1
  Scenario: A gateway with a host name is programmed and has an address
    Given the manifest "llm-tls-cert" has been applied
    When I try to create a gateway of my own from "custom-llm-gateway"
    # checks: NET-001.2
    Then it is accepted as it was written
    # checks: NET-001.1, NET-001.3
    And it reports "Programmed" as true within 5 minutes
    # checks: NET-001.3
    And its listener "https" reports "Programmed" as true within 1 minute
    # checks: NET-001.4
    And it has an address
    # checks: NET-001.4
    And it answers at each of its addresses within 5 minutes

  @NET-001 @P1
  Scenario: A listener whose certificate is missing says so and is not programmed
    When I create a gateway of my own from "custom-llm-gateway"
    # checks: NET-001.3
    Then its listener "https" reports "ResolvedRefs" as false within 5 minutes because "InvalidCertificateRef"
    # checks: NET-001.3
    And its listener "https" reports "Programmed" as false within 1 minute

  @NET-001 @P1
  Scenario: A service may name a gateway and write down its route
    When I try to create an LLM service of my own from "llm-custom-gw"
    # checks: NET-001.5, NET-001.6
    Then it is accepted as it was written

  @NET-001 @P1
  Scenario: A service answers over HTTPS under the certificate that its gateway was given
    Given the manifest "llm-tls-cert" has been applied
    And the manifest "custom-llm-gateway" has been applied
    And an LLM service of my own is serving from "llm-custom-gw" with these settings:
      | setting  | value |
      | replicas | 1     |
    When I ask it "Test custom gateway" over HTTPS through the gateway "custom-llm-gateway" at port 443 as "llm.example.com", trusting the certificate "llm-tls-cert" alone
    # checks: NET-001.3
    Then the answer is a complete chat completion

  Rule: A service behind its own gateway answers there

    Background:
      Given the manifest "llm-tls-cert" has been applied for this file
      And the manifest "custom-llm-gateway" has been applied for this file
      And the LLM service "llm-custom-gw" is serving from "llm-custom-gw"

    @NET-001 @P1
    Scenario: Its route leads from its gateway to its workload
      Then its HTTPRoute has these settings:
        | check      | setting                      | value                          |
        | NET-001.7  | label app.kubernetes.io/name | {name}                         |
        | NET-001.8  | parent                       | {namespace}/custom-llm-gateway |
        | NET-001.9  | host name                    | llm.example.com                |
        | NET-001.10 | path                         | /models/opt                    |
        | NET-001.11 | backend                      | the workload Service           |
        | NET-001.12 | accepted by                  | {namespace}/custom-llm-gateway |

    @NET-001 @P1
    Scenario: It answers under its host name and path
      When I ask it "Test custom gateway" through the gateway "custom-llm-gateway" at port 8080 as "llm.example.com"
      # checks: NET-001.13
      Then the answer is a complete chat completion
      # checks: NET-001.15
      And the answer comes from one of its workload pods

    @NET-001 @P1
    Scenario: There is no other way in
      Then requests through the gateway "custom-llm-gateway" end like this:
        | check      | port | host            | path                          | header | answer    |
        |            | 8080 | llm.example.com | /models/opt/v1/models         |        | the model |
        | NET-001.9  | 8080 | abc.example.com | /models/opt/v1/models         |        | 404       |
        | NET-001.9  | 8080 | my-llm.example.com | /models/opt/v1/models      |        | 404       |
        | NET-001.9  | 8080 | llm.example.com.example.org | /models/opt/v1/models | | 404       |
        | NET-001.10 | 8080 | llm.example.com | /models/optional/v1/models    |        | 404       |
        | NET-001.10 | 8080 | llm.example.com | /Models/Opt/v1/models         |        | 404       |
        | NET-001.10 | 8080 | llm.example.com | /v1/models                    |        | 404       |
        | NET-001.10 | 8080 | llm.example.com | /{namespace}/{name}/v1/models |        | 404       |
      # checks: NET-001.14
      And the gateway "the managed gateway" does not lead to it
