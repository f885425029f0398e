@kserve @networking
Feature: What a service may say about its route is what its users get
  # decided in several places: ISSUE-014.1

  Three questions that the sources of the controller leave open: what a route that is written down means for the
  managed one, whether paths may be expressions, and whether one listener of a gateway can be chosen.

  Rule: A route that is written down takes the place of the managed one

    Background:
      Given the LLM service "llm-inline-route" is serving from "llm-inline-route"

    @ISSUE-013 @P3
    Scenario: It hangs on the managed gateway with its own host name and path
      Then its HTTPRoute has these settings:
        | check       | setting   | value                |
        | ISSUE-013.1 | parent    | the managed gateway  |
        | ISSUE-013.1 | host name | llm.example.com      |
        | ISSUE-013.1 | path      | /models/inline       |
        | ISSUE-013.1 | backend   | the workload Service |

    @ISSUE-013 @P3
    Scenario: Only its own host name and path lead to it
      Then requests through the gateway "the managed gateway" end like this:
        | check       | port | host              | path                          | header | answer    |
        | ISSUE-013.2 | 80   | llm.example.com   | /models/inline/v1/models      |        | the model |
        | ISSUE-013.2 | 80   | llm.example.com   | /{namespace}/{name}/v1/models |        | 404       |
        | ISSUE-013.2 | 80   | other.example.com | /models/inline/v1/models      |        | 404       |
        | ISSUE-013.2 | 80   | llm.example.com   | /models/inlined/v1/models     |        | 404       |

  Rule: A service says how it is found behind a gateway

    Background:
      Given the manifest "two-listener-gateway" has been applied for this file

    @ISSUE-008 @P3
    Scenario: Paths and headers may be regular expressions
      Given an LLM service of my own is serving from "llm-regex-route" with these settings:
        | setting | value                                 |
        | gateway | {file namespace}/two-listener-gateway |
      Then requests through the gateway "{file namespace}/two-listener-gateway" end like this:
        | check       | port | host              | path                  | header       | answer    |
        | ISSUE-008.1 | 8080 | regex.example.com | /v1/catalog           |              | the model |
        | ISSUE-008.1 | 8080 | regex.example.com | /v2/catalog           |              | the model |
        | ISSUE-008.1 | 8080 | regex.example.com | /v3/catalog           |              | 404       |
        | ISSUE-008.1 | 8080 | regex.example.com | /v1/catalog/more      |              | 404       |
        | ISSUE-008.1 | 8080 | regex.example.com | /more/v1/catalog      |              | 404       |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/blue/catalog | x-tier: gold | the model |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/blue/catalog | x-tier: silver | the model |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/blue/catalog | x-tier: lead | 404       |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/blue/catalog | x-tier: marigold | 404   |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/blue/catalog | x-tier: golden | 404     |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/blue/catalog |              | 404       |
        | ISSUE-008.2 | 8080 | regex.example.com | /tenants/2025/catalog | x-tier: gold | 404       |

    @ISSUE-014 @P3
    Scenario: A service that names a listener answers there alone
      Given an LLM service of my own is serving from "llm-custom-gw" with these settings:
        | setting   | value                                 |
        | gateway   | {file namespace}/two-listener-gateway |
        | listener  | internal                              |
        | host name | internal.example.com                  |
        | replicas  | 1                                     |
      Then requests through the gateway "{file namespace}/two-listener-gateway" end like this:
        | check       | port | host                 | path                  | header | answer    |
        | ISSUE-014.1 | 8081 | internal.example.com | /models/opt/v1/models |        | the model |
        | ISSUE-014.1 | 8080 | internal.example.com | /models/opt/v1/models |        | 404       |

    @ISSUE-014 @P3
    Scenario: A service that names none answers at every listener
      Given an LLM service of my own is serving from "llm-custom-gw" with these settings:
        | setting   | value                                 |
        | gateway   | {file namespace}/two-listener-gateway |
        | host name | everywhere.example.com                |
        | replicas  | 1                                     |
      Then requests through the gateway "{file namespace}/two-listener-gateway" end like this:
        | check       | port | host                   | path                  | header | answer    |
        | ISSUE-014.2 | 8081 | everywhere.example.com | /models/opt/v1/models |        | the model |
        | ISSUE-014.2 | 8080 | everywhere.example.com | /models/opt/v1/models |        | the model |

    @ISSUE-014 @P3
    Scenario: A route that exists already chooses the listener for the service that refers to it
      Given the manifest "existing-route" has been applied with these settings:
        | setting  | value                                 |
        | parent   | {file namespace}/two-listener-gateway |
        | listener | internal                              |
      And an LLM service of my own is serving from "llm-custom-gw" with these settings:
        | setting          | value                                 |
        | gateway          | {file namespace}/two-listener-gateway |
        | inline route     | none                                  |
        | route references | existing-route                        |
        | replicas         | 1                                     |
      Then requests through the gateway "{file namespace}/two-listener-gateway" end like this:
        | check       | port | host                 | path                          | header | answer    |
        | ISSUE-014.1 | 8081 | existing.example.com | /models/existing/v1/models    |        | the model |
        | ISSUE-014.1 | 8080 | existing.example.com | /models/existing/v1/models    |        | 404       |
        |             | 8081 | existing.example.com | /{namespace}/{name}/v1/models |        | 404       |
