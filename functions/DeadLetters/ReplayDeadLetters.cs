using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.DeadLetters;

/// <summary>
/// POST /dead-letters/replay: runs that read dead letters in place of the source, as users mended them, and deliver them through the same or another
/// version. A record that is being replayed is claimed, so it is never delivered by two.
/// </summary>
public sealed class ReplayDeadLetters(
    IDeadLetterStore letters, IPipelineStore pipelines, IRunDefinitions definitions, ITransformationCompiler compiler, RunStarter starter, TimeProvider time)
{
    /// <summary>What replaying takes: either <c>ids</c> or <c>filter</c>.</summary>
    public sealed record Request
    {
        /// <summary>Which.</summary>
        [Description("The dead letters to replay.")]
        public IReadOnlyList<string>? Ids { get; init; }

        /// <summary>Which, by what they have in common.</summary>
        [Description("In place of ids: all open ones that match.")]
        public Filter? Filter { get; init; }

        /// <summary>The version whose steps they pass.</summary>
        [Description("The version whose steps they pass: \"same\" (the one that rejected them), \"latest\", or a number.")]
        public JsonElement? Version { get; init; }

        /// <summary>Whether to write nothing.</summary>
        [Description("Whether to read and transform only, and write nothing.")]
        public bool DryRun { get; init; }
    }

    /// <summary>What dead letters have in common.</summary>
    public sealed record Filter
    {
        /// <summary>Their pipeline.</summary>
        [Description("Only those of this pipeline.")]
        public string? PipelineId { get; init; }

        /// <summary>Their run.</summary>
        [Description("Only those that this run rejected.")]
        public string? RunId { get; init; }

        /// <summary>The run that replayed them.</summary>
        [Description("Only those that this run has replayed.")]
        public string? ReplayRunId { get; init; }

        /// <summary>Their code.</summary>
        [Description("Only those with this code.")]
        public string? Code { get; init; }

        /// <summary>Their step.</summary>
        [Description("Only those of this step.")]
        public string? Step { get; init; }

        /// <summary>A text in them.</summary>
        [Description("Only those whose code, field, rule, step, run or pipeline has this in it.")]
        public string? Q { get; init; }
    }

    /// <summary>Starts the runs that replay, one for each pipeline, version and set of parameters.</summary>
    [Function("ReplayDeadLetters")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(202, typeof(ReplayAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dead-letters/replay")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        var query = Query(body);
        var groups = await letters.GroupsAsync(query, cancellationToken);
        if (body.Ids is { } ids && groups.Sum(group => group.Records) < ids.Distinct(StringComparer.Ordinal).Count())
            throw new ApiException(409, "conflict", "Not all of these can be replayed: only dead letters that are open, of a run that has ended, and not being replayed.");
        var planned = new List<(ReplayGroup Group, Run Run)>();
        foreach (var group in groups)
            planned.Add((group, await PlanAsync(group, body, cancellationToken)));
        var started = new List<ReplayRun>();
        foreach (var (group, run) in planned)
        {
            if (await StartAsync(client, query, group, run, cancellationToken) is > 0 and var records)
                started.Add(new ReplayRun(run.Id, run.PipelineId, run.PipelineVersion, records));
        }

        return Results.Json(new ReplayAnswer(started), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static DeadLetterQuery Query(Request body)
    {
        if (body.Ids is null == body.Filter is null)
            throw ApiException.Invalid([new("$", "give either 'ids' or 'filter'.")]);
        if (body.Ids is { Count: 0 or > 10_000 })
            throw ApiException.Invalid([new("$.ids", "must name 1 to 10,000 dead letters; use 'filter' for more.")]);
        return new DeadLetterQuery
        {
            Ids = body.Ids,
            PipelineId = body.Filter?.PipelineId,
            RunId = body.Filter?.RunId,
            ReplayRunId = body.Filter?.ReplayRunId,
            Code = body.Filter?.Code,
            Step = body.Filter?.Step,
            Text = body.Filter?.Q,
            Status = DeadLetterStatus.Open,
        };
    }

    /// <summary>Claimed before the run is created: a run that exists has what it reads.</summary>
    private async Task<long> StartAsync(DurableTaskClient client, DeadLetterQuery query, ReplayGroup group, Run run, CancellationToken cancellationToken)
    {
        var records = await letters.ClaimAsync(run.Id, query, group, cancellationToken);
        FaultPoint.Reach("replay_claimed");
        if (records == 0)
            return 0;
        try
        {
            await starter.StartAsync(client, run, cancellationToken);
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            await letters.ReleaseAsync(run.Id, cancellationToken);
            throw;
        }

        return records;
    }

    private async Task<Run> PlanAsync(ReplayGroup group, Request body, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var run = new Run
        {
            Id = id,
            Key = $"replay:{id}",
            PipelineId = group.PipelineId,
            PipelineName = group.PipelineName,
            PipelineVersion = await VersionAsync(group, body.Version, cancellationToken),
            Status = RunStatus.Pending,
            Trigger = Replay.Trigger,
            Parameters = group.Parameters,
            LogicalTime = time.GetUtcNow(),
            CreatedAt = time.GetUtcNow(),
            DryRun = body.DryRun,
        };
        if (group.AsRead)
            await RefuseWholeRunsAsync(run, cancellationToken);
        return run;
    }

    private async Task RefuseWholeRunsAsync(Run run, CancellationToken cancellationToken)
    {
        var definition = await definitions.LoadAsync(run, cancellationToken);
        var problems = new Problems();
        var program = compiler.Compile(definition.Transformations, null, "$.transformations", problems);
        problems.ThrowIfAny();
        if (program!.NeedsWholeRun)
        {
            throw new ApiException(
                409, "replay_impossible", $"The pipeline '{run.PipelineName}' has a step that needs all records of a run (an aggregation, a sort, a join on disk): a few of them would give another result. Run the pipeline again.");
        }
    }

    private async Task<int> VersionAsync(ReplayGroup group, JsonElement? wanted, CancellationToken cancellationToken)
    {
        var word = wanted?.ToString() ?? "same";
        if (word == "same")
            return group.PipelineVersion;
        if (word == "latest")
            return (await pipelines.FindAsync(group.PipelineId, cancellationToken))?.Version ?? throw new ApiException(409, "conflict", $"The pipeline '{group.PipelineName}' was deleted, so there is no latest version of it.");
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await pipelines.FindVersionAsync(group.PipelineId, number, cancellationToken) is not null)
            return number;
        throw ApiException.Invalid([new("$.version", $"is '{word}', but must be \"same\", \"latest\", or the number of a version of '{group.PipelineName}'.")]);
    }
}
