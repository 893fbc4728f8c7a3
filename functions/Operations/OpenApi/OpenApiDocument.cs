using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.RateLimits;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>The contract as OpenAPI 3.1, made from the functions themselves: routes, attributes, documentation comments and example bodies.</summary>
internal sealed class OpenApiDocument
{
    private const string Json = "application/json";
    private static readonly string[] Tags = ["Authentication", "Connectors", "Transformations", "Pipelines", "Runs", "DeadLetters", "States", "Backfills", "Schedules", "Triggers", "Streams", "Schemas", "Quality", "Lineage", "Notifications", "Operations"];
    private static readonly Assembly Functions = typeof(OpenApiDocument).Assembly;
    private readonly SchemaCatalogue schemas = new();
    private readonly XmlComments comments = XmlComments.Of(Functions);

    /// <summary>The document.</summary>
    public static JsonObject Create() => new OpenApiDocument().Build();

    /// <summary>The example body of a function, or null.</summary>
    private static JsonNode? Example(string function)
    {
        using var stream = Functions.GetManifestResourceStream($"DataAggregator.Functions.Operations.OpenApi.Examples.{function}.json");
        return stream is null ? null : JsonNode.Parse(stream);
    }

    private static JsonObject Content(JsonObject schema, string type = Json) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Parameter(string place, string name, string type, string description, bool required = false) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = required,
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = type },
    };

    private JsonObject Build()
    {
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (method, name, trigger) in HttpFunctions.All)
        {
            var path = $"/api/{trigger.Route}";
            if (!paths.TryGetValue(path, out var operations))
                paths[path] = operations = [];
            foreach (var verb in trigger.Methods!)
                operations[verb] = Operation(method, name, path);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Data Aggregator Platform",
                ["version"] = "1",
                ["description"] = "Errors are problems (RFC 9457) with a stable `code`; lists are pages with a `next_cursor`; secrets are write-only and come back as `********`. Requests are limited a minute, for each user or, signed out, each address: answers tell by `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` how many are left.",
            },
            // The order in which pages show them.
            ["tags"] = new JsonArray([.. Tags.Select(tag => new JsonObject { ["name"] = tag })]),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create<string, JsonNode?>(path.Key, path.Value))),
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["headers"] = RateLimitAnswers.Headers(),
                ["responses"] = RateLimitAnswers.Responses(Problem(429)),
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
            },
        };
    }

    private JsonObject Operation(MethodInfo method, string name, string path)
    {
        var operation = new JsonObject
        {
            ["operationId"] = name,
            ["tags"] = new JsonArray(method.DeclaringType!.Namespace!.Split('.')[2]),
            ["summary"] = comments[method],
        };
        var parameters = Parameters(method, path);
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        if (method.GetCustomAttribute<BodyAttribute>() is { } body)
            operation["requestBody"] = Body(body, name);
        else if (method.GetCustomAttributes<RawBodyAttribute>().ToList() is { Count: > 0 } raw)
            operation["requestBody"] = RawBody(raw, name);
        operation["responses"] = Responses(method, path);
        if (!method.IsDefined(typeof(AnonymousAttribute)))
        {
            operation["description"] = $"Needs the role '{method.GetCustomAttribute<RequireRoleAttribute>()?.Role ?? Roles.Admin}'.";
            operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() });
        }

        return operation;
    }

    private static JsonArray Parameters(MethodInfo method, string path)
    {
        var parameters = new JsonArray();
        foreach (var segment in path.Split('/').Where(segment => segment.StartsWith('{')))
            parameters.Add((JsonNode)Parameter("path", segment.Trim('{', '}'), "string", "Names the resource.", required: true));
        if (IsList(method))
        {
            parameters.Add((JsonNode)Parameter("query", "limit", "integer", "The most items of a page: 1 to 200, 50 unless said."));
            parameters.Add((JsonNode)Parameter("query", "cursor", "string", "The `next_cursor` of the page before."));
            parameters.Add((JsonNode)Parameter("query", "q", "string", "Words to look for."));
            parameters.Add((JsonNode)Parameter("query", "sort", "string", "What to sort by, such as `name` or `-created_at`."));
        }

        foreach (var own in method.GetCustomAttributes<ParameterAttribute>())
            parameters.Add((JsonNode)Parameter(own.Place, own.Name, "string", own.Description));
        if (TakesKey(method))
            parameters.Add((JsonNode)Parameter("header", "Idempotency-Key", "string", "The same key and body within 24 hours get the first answer again; another body under it is a conflict."));
        if (method.IsDefined(typeof(IfMatchAttribute)))
            parameters.Add((JsonNode)Parameter("header", "If-Match", "string", "The `ETag` that the change was made from; 412 when there is a newer one."));
        return parameters;
    }

    private JsonObject Body(BodyAttribute body, string name)
    {
        var content = Content(schemas.Body(body.Type));
        if (Example(name) is { } example)
            content[Json]!["example"] = example;
        if (body.FormFields.Length > 0)
        {
            var fields = new JsonObject(body.FormFields.Select(field => KeyValuePair.Create<string, JsonNode?>(field, new JsonObject { ["type"] = "string" })));
            content["application/x-www-form-urlencoded"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object", ["properties"] = fields } };
        }

        return new JsonObject { ["required"] = !body.Optional, ["content"] = content };
    }

    private static JsonObject RawBody(IReadOnlyList<RawBodyAttribute> bodies, string name)
    {
        var content = new JsonObject();
        foreach (var body in bodies)
        {
            var schema = new JsonObject();
            if (body.Types.Length > 0)
                schema["type"] = body.Types is [var only] ? only : new JsonArray([.. body.Types.Select(type => (JsonNode)type)]);
            if (body.Description is not null)
                schema["description"] = body.Description;
            content[body.MediaType] = new JsonObject { ["schema"] = schema };
        }

        if (Example(name) is { } example)
            content[Json]!["example"] = example;
        return new JsonObject { ["required"] = !bodies.All(body => body.Optional), ["content"] = content };
    }

    private JsonObject Responses(MethodInfo method, string path)
    {
        var responses = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var answer in method.GetCustomAttributes<AnswersAttribute>())
            responses[Word(answer.Status)] = answer.Status >= 400 && answer.Type is null ? Problem(answer.Status) : Response(answer);
        foreach (var status in UsualProblems(method, path))
            responses.TryAdd(Word(status), Problem(status));
        responses["default"] = Problem(500);
        if (IsLimited(method))
            RateLimitAnswers.AddTo(responses);
        return new JsonObject(responses);
    }

    private static IEnumerable<int> UsualProblems(MethodInfo method, string path)
    {
        var takesBody = method.IsDefined(typeof(BodyAttribute));
        if (!method.IsDefined(typeof(AnonymousAttribute)) || method.DeclaringType!.Namespace == typeof(Login).Namespace)
            yield return 401;
        if (!method.IsDefined(typeof(AnonymousAttribute)))
            yield return 403;
        if (path.Contains('{', StringComparison.Ordinal))
            yield return 404;
        if (TakesKey(method))
            yield return 409;
        if (method.IsDefined(typeof(IfMatchAttribute)))
            yield return 412;
        if (takesBody || IsList(method))
            yield return 422;
        if (!takesBody)
            yield break;
        yield return 400;
        yield return 413;
        yield return 415;
    }

    private static bool IsLimited(MethodInfo method) => method.GetCustomAttribute<RequestRateAttribute>()?.Rate != RequestRate.None;

    private static bool TakesKey(MethodInfo method) => !method.IsDefined(typeof(AnonymousAttribute))
        && method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.Methods?.Contains("post") == true);

    private static bool IsList(MethodInfo method) => method.GetCustomAttributes<AnswersAttribute>().Any(answer => answer.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(PageAnswer<>));

    private static string Word(int status) => status.ToString(CultureInfo.InvariantCulture);

    private JsonObject Response(AnswersAttribute answer)
    {
        var response = new JsonObject { ["description"] = ReasonPhrases.GetReasonPhrase(answer.Status) };
        if (answer.Type is not null)
            response["content"] = Content(schemas.Answer(answer.Type));
        else if (answer.ContentType is not null)
            response["content"] = Content(new JsonObject { ["type"] = answer.ContentType == Json ? "object" : "string" }, answer.ContentType);
        return response;
    }

    private JsonObject Problem(int status) => new()
    {
        ["description"] = ReasonPhrases.GetReasonPhrase(status),
        ["content"] = Content(schemas.Answer(typeof(ProblemDetailsAnswer)), "application/problem+json"),
    };
}
