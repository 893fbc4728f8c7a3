using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Pipelines;

/// <summary>Reads a pipeline as users write it, collecting every problem of its shape. What connectors and steps make of their settings is checked elsewhere.</summary>
public static class PipelineDefinitionReader
{
    private static readonly string[] EndpointKeys = ["name", "connector_id", "connector_type", "config", "implementation", "schema_evolution"];

    private static readonly string[] OnlyForStarting = ["schedule", "triggers", "depends_on", "overlap", "tags"];

    /// <summary>The JSON Schema of a pipeline as users write it.</summary>
    public static JsonObject JsonSchema
    {
        get
        {
            var schema = ConfigSchema.For<Document>();
            schema["properties"]!["triggers"]!["items"] = TriggerReader.JsonSchema;
            return schema;
        }
    }

    /// <summary>The definition, or null when a problem was added.</summary>
    public static PipelineDefinition? Read(JsonElement document, Problems problems)
    {
        var before = problems.Count;
        if (ConfigBinder.Bind<Document>(document, "$", problems) is not { } bound)
            return null;
        if (string.IsNullOrWhiteSpace(bound.Name) || bound.Name.Length > 200)
            problems.Add("$.name", "must have 1 to 200 characters.");
        var sources = Endpoints(bound.Source, bound.Sources, "source", problems);
        var destinations = Endpoints(bound.Destination, bound.Destinations, "destination", problems);
        var triggers = TriggerReader.Read(bound.Triggers, "$.triggers", problems);
        var dependencies = DependencyReader.Read(bound.DependsOn, "$.depends_on", problems);
        CheckExpectations(bound, problems);
        if (problems.Count > before)
            return null;
        return new PipelineDefinition
        {
            Name = bound.Name.Trim(),
            Description = bound.Description,
            Sources = sources,
            Destinations = destinations,
            Transformations = StepList.ToArray(bound.Transformations),
            Schedule = bound.Schedule,
            Triggers = triggers,
            DependsOn = dependencies,
            Overlap = bound.Overlap,
            ErrorHandling = bound.ErrorHandling,
            Notifications = bound.Notifications,
            Validation = bound.Validation,
            Profile = bound.Profile,
            SchemaEvolution = bound.SchemaEvolution,
            Parameters = bound.Parameters,
            Tags = bound.Tags,
            Enabled = bound.Enabled,
        };
    }

    /// <summary>
    /// The definition that a run carries out. It was checked when it was saved, perhaps by rules that were less strict then: what only says when a pipeline
    /// runs is left out where it would not be taken now.
    /// </summary>
    public static PipelineDefinition? ReadSaved(JsonElement document, Problems problems)
    {
        var found = new Problems();
        if (Read(document, found) is { } definition)
            return definition;
        var needed = JsonObject.Create(document);
        foreach (var key in OnlyForStarting)
            needed?.Remove(key);
        return Read(JsonSerializer.SerializeToElement(needed), problems);
    }

    private static void CheckExpectations(Document bound, Problems problems)
    {
        var expectations = bound.Validation.Expectations;
        if (expectations.Count > 0 && bound.Profile == ProfileMode.Off)
            problems.Add("$.profile", "cannot be off: the expectations of 'validation' are judged by the profile.");
        for (var i = 0; i < expectations.Count; i++)
            expectations[i].Validate($"$.validation.expectations[{i}]", problems);
    }

    private static List<Endpoint> Endpoints(JsonElement? one, IReadOnlyList<JsonElement>? several, string name, Problems problems)
    {
        var result = new List<Endpoint>();
        if (one is not null == several is { Count: > 0 })
            problems.Add($"$.{name}", $"give either '{name}' or a list '{name}s' with at least one entry.");
        if (several?.Count > PipelineDefinition.MaxEndpoints)
            problems.Add($"$.{name}s", $"has {several.Count} entries; {PipelineDefinition.MaxEndpoints} are allowed at most. Divide the pipeline into several.");
        if (one is { } single)
            Add(single, $"$.{name}");
        for (var i = 0; i < (several?.Count ?? 0); i++)
            Add(several![i], $"$.{name}s[{i}]");
        return result;

        void Add(JsonElement json, string path)
        {
            if (ReadEndpoint(json, path, problems) is { } endpoint)
                result.Add(endpoint);
        }
    }

    private static Endpoint? ReadEndpoint(JsonElement json, string path, Problems problems)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, "must be an object with 'connector_type' and 'config', or with 'connector_id'.");
            return null;
        }

        var isSource = path.StartsWith("$.source", StringComparison.Ordinal);
        string[] keys = isSource ? [.. EndpointKeys, IncrementalReader.Key] : EndpointKeys;
        foreach (var property in json.EnumerateObject().Where(property => !keys.Contains(property.Name)))
            problems.Add($"{path}.{property.Name}", $"is not a known setting.{Nearest.Hint(property.Name, keys)} Known: {string.Join(", ", keys)}.");
        var id = Text(json, "connector_id", path, problems);
        var type = Text(json, "connector_type", path, problems);
        if (id is null && type is null)
            problems.Add(path, "needs 'connector_type' and 'config', or 'connector_id'.");
        var config = json.TryGetProperty("config", out var given) ? given : JsonSerializer.SerializeToElement(new JsonObject());
        if (config.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{path}.config", "must be an object.");
            return null;
        }

        var endpoint = Split(json, config, path, problems) with { ConnectorId = id, ConnectorType = type is null ? null : Names.Normalise(type) };
        if (!isSource || IncrementalReader.Read(json, config, path, problems) is not { } incremental)
            return endpoint;
        return endpoint with { Incremental = incremental.Settings, IncrementalPath = incremental.Path };
    }

    private static Endpoint Split(JsonElement json, JsonElement config, string path, Problems problems)
    {
        var rest = JsonObject.Create(config)!;
        var name = Text(json, "name", path, problems) ?? Text(config, "name", $"{path}.config", problems);
        rest.Remove("name");
        if (path.StartsWith("$.source", StringComparison.Ordinal))
            rest.Remove(IncrementalReader.Key);
        Schema? declared = null;
        // A database's schema is a name; an object declares the fields.
        if (config.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.Object)
        {
            declared = DeclaredSchema.Read(schema, $"{path}.config.schema", problems);
            rest.Remove("schema");
        }

        if (json.TryGetProperty("implementation", out var implementation))
            rest["implementation"] = JsonNode.Parse(implementation.GetRawText());
        var evolution = Text(json, "schema_evolution", path, problems) is { } word ? Evolution(word, $"{path}.schema_evolution", problems) : null;
        if (evolution is not null && path.StartsWith("$.destination", StringComparison.Ordinal))
            problems.Add($"{path}.schema_evolution", "belongs to a source, or to the pipeline.");
        return new Endpoint { SchemaEvolution = evolution, Name = name, Config = JsonSerializer.SerializeToElement(rest), DeclaredSchema = declared, Path = path };
    }

    private static SchemaEvolution? Evolution(string word, string path, Problems problems)
    {
        if (Enum.TryParse<SchemaEvolution>(word, ignoreCase: true, out var policy) && Enum.IsDefined(policy))
            return policy;
        var words = Enum.GetNames<SchemaEvolution>().Select(name => name.ToLowerInvariant()).ToList();
        problems.Add(path, $"'{word}' is not one of: {string.Join(", ", words)}.{Nearest.Hint(word, words)}");
        return null;
    }

    private static string? Text(JsonElement json, string key, string path, Problems problems)
    {
        if (!json.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        problems.Add($"{path}.{key}", "must be text that is not empty.");
        return null;
    }

    private sealed record Document
    {
        [Description("The name, unique among pipelines.")]
        public required string Name { get; init; }

        [Description("What the pipeline is for.")]
        public string? Description { get; init; }

        [Description("Where records come from: 'connector_type' and 'config', or 'connector_id' and what differs.")]
        public JsonElement? Source { get; init; }

        [Description("Several sources in place of 'source': the first is the stream at hand, the others are named inputs.")]
        public IReadOnlyList<JsonElement>? Sources { get; init; }

        [Description("Where records go: 'connector_type' and 'config', or 'connector_id' and what differs.")]
        public JsonElement? Destination { get; init; }

        [Description("Several destinations in place of 'destination': each gets every record.")]
        public IReadOnlyList<JsonElement>? Destinations { get; init; }

        [Description("The steps: a list, one bare step, or an object with 'transformations'.")]
        public JsonElement? Transformations { get; init; }

        [Description("When it runs by itself.")]
        public Schedule? Schedule { get; init; }

        [Description("What starts it beside the schedule: a list of objects with 'type' (event, file, pipeline, stream, webhook) and its settings.")]
        public IReadOnlyList<JsonElement> Triggers { get; init; } = [];

        [Description("The pipelines that have to have run before: a name or id, an object with 'pipeline' and 'on' (success, failure, completion), or a list of these. It runs when all have since they last started it.")]
        public JsonElement? DependsOn { get; init; }

        [Description("What happens when a run is due by schedule, trigger or dependency while the one before has not ended: queue (one waits), skip, cancel_previous or parallel. What the schedule says unless given.")]
        public RunOverlap? Overlap { get; init; }

        [Description("What a run does about errors.")]
        public ErrorHandling ErrorHandling { get; init; } = new();

        [Description("Who is told of its runs, beside those under error_handling.")]
        public NotificationTargets? Notifications { get; init; }

        [Description("What the records of a run have to be like as a whole.")]
        public Validation Validation { get; init; } = new();

        [Description("How much of a run is looked at for its profile: sample (counts, bounds and means of all records, the rest of the first 2,000 of each segment), full, off.")]
        public ProfileMode Profile { get; init; }

        [Description("What happens when the source's schema drifts.")]
        public SchemaEvolution SchemaEvolution { get; init; }

        [Description("Parameters and their defaults, used as ${name}; null where every run has to give a value.")]
        public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

        [Description("Words to find it by.")]
        public IReadOnlyList<string> Tags { get; init; } = [];

        [Description("Whether schedule and triggers start it.")]
        public bool Enabled { get; init; } = true;
    }
}
