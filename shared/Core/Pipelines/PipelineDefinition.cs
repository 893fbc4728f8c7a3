using System.Text.Json;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;

namespace DataAggregator.Core.Pipelines;

/// <summary>What a pipeline does. Immutable: a change is a new version. </summary>
public sealed record PipelineDefinition
{
    /// <summary>The most sources, and the most destinations, of one pipeline.</summary>
    public const int MaxEndpoints = 32;

    /// <summary>The name, unique among pipelines.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The sources: the first is the stream at hand, the others are named inputs.</summary>
    public required IReadOnlyList<Endpoint> Sources { get; init; }

    /// <summary>The destinations: each gets every record.</summary>
    public required IReadOnlyList<Endpoint> Destinations { get; init; }

    /// <summary>The steps, an array.</summary>
    public required JsonElement Transformations { get; init; }

    /// <summary>When it runs by itself, or null.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>What starts it beside the schedule.</summary>
    public IReadOnlyList<Trigger> Triggers { get; init; } = [];

    /// <summary>The pipelines that have to have run before: when all have since it was last started by them, it runs.</summary>
    public IReadOnlyList<PipelineDependency> DependsOn { get; init; } = [];

    /// <summary>What happens when a run is due by schedule, trigger or dependency while the one before has not ended; null for what the schedule says.</summary>
    public RunOverlap? Overlap { get; init; }

    /// <summary>What a run does about errors.</summary>
    public ErrorHandling ErrorHandling { get; init; } = new();

    /// <summary>Who is told of its runs, beside those of <see cref="ErrorHandling"/>.</summary>
    public NotificationTargets? Notifications { get; init; }

    /// <summary>What the records of a run have to be like as a whole.</summary>
    public Validation Validation { get; init; } = new();

    /// <summary>How much of a run is looked at for its profile.</summary>
    public ProfileMode Profile { get; init; }

    /// <summary>What happens when the source's schema drifts.</summary>
    public SchemaEvolution SchemaEvolution { get; init; }

    /// <summary>Parameters and their defaults, used as <c>${name}</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether schedule and triggers start it.</summary>
    public bool Enabled { get; init; } = true;
}
