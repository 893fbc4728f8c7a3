using System.ComponentModel;
using System.Globalization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.DeadLetters;

/// <summary>
/// POST /dead-letters/release: gives up a replay that failed or was cancelled, in place of retrying it. What its destinations say they hold is replayed, the rest
/// open again; where they cannot tell, only somebody who takes the risk opens it.
/// </summary>
public sealed class ReleaseDeadLetters(IRunStore runs, IDeadLetterStore letters, RunLeavings leavings)
{
    /// <summary>What releasing takes.</summary>
    public sealed record Request
    {
        /// <summary>The replay.</summary>
        [Description("The run that replayed them and failed or was cancelled. It cannot be retried afterwards.")]
        public required string RunId { get; init; }

        /// <summary>Whether records may be delivered twice.</summary>
        [Description("Opens also those of which nobody knows whether they were delivered: replayed again, they may stand in the destination twice.")]
        public bool Confirm { get; init; }
    }

    /// <summary>Gives up a replay that did not come to its end.</summary>
    [Function("ReleaseDeadLetters")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(200, typeof(ReleaseAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/dead-letters/release")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        if (await runs.FindHeadAsync(body.RunId, cancellationToken) is not { Trigger: Replay.Trigger } run)
            throw ApiException.Invalid([new Problem("$.run_id", $"there is no replay with the id '{body.RunId}'.")]);
        if (run.Status is not (RunStatus.Failed or RunStatus.Cancelled))
            throw new ApiException(409, "conflict", $"Only a replay that failed or was cancelled is given up; this one is '{run.Status.ToWord()}'.");
        await leavings.GiveUpReplayAsync(run, cancellationToken);
        var uncertain = await letters.CountClaimedAsync(run.Id, cancellationToken);
        if (uncertain > 0 && !body.Confirm)
        {
            throw new ApiException(409, "delivery_uncertain", string.Create(
                CultureInfo.InvariantCulture,
                $"Of {Quantity.Of(uncertain, "record")} it is not known whether the run delivered them: its destination cannot be reached, or keeps no ledger. Look whether it holds them. With \"confirm\": true they are open again: discard those that it holds before the others are replayed, as a replay may deliver them a second time."));
        }

        if (uncertain > 0)
            await letters.ReleaseAsync(run.Id, cancellationToken);
        return Answers.Ok(new ReleaseAnswer(run.Id, uncertain));
    }
}
