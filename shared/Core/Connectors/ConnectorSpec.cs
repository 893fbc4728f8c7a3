using System.Text.Json.Nodes;

namespace DataAggregator.Core.Connectors;

/// <summary>What a connector type says of itself in the catalogue.</summary>
public sealed record ConnectorSpec
{
    /// <summary>The normalised type, such as <c>rest_api</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name that people read.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The group it stands in: <c>api</c>, <c>database</c>, <c>file</c>, <c>warehouse</c>, <c>saas</c>, <c>queue</c>, <c>other</c>.</summary>
    public required string Category { get; init; }

    /// <summary>One sentence on what it does.</summary>
    public required string Description { get; init; }

    /// <summary>Other names it is called by, normalised.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Of <c>source, destination, incremental, discover, stream</c>.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>The setting that names one of its streams: a table, a path or an address; null where it has no such setting.</summary>
    public string? StreamSetting { get; init; }

    /// <summary>Whether it tells what is new without a cursor field, as files do by their names and times.</summary>
    public bool FindsNewByItself { get; init; }

    /// <summary>Makes <see cref="ConfigSchema"/> when it is first wanted: a run of one pipeline wants none of them.</summary>
    public required Func<JsonObject> MakeConfigSchema { private get; init; }

    /// <summary>The JSON Schema of its config; of the union where source and destination differ.</summary>
    public JsonObject ConfigSchema => field ??= MakeConfigSchema();

    /// <summary>Finds <see cref="SecretFields"/> when they are first wanted.</summary>
    public Func<IReadOnlyList<string>> FindSecretFields { private get; init; } = static () => [];

    /// <summary>The paths of the secrets in its config; <c>x.*</c> stands for every entry of <c>x</c>.</summary>
    public IReadOnlyList<string> SecretFields => field ??= FindSecretFields();

    /// <summary>Whether this installation can run it.</summary>
    public bool Available { get; init; } = true;

    /// <summary>How to make it available, when it is not.</summary>
    public string? InstallHint { get; init; }
}
