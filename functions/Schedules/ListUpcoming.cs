using DataAggregator.Core.Configuration;
using DataAggregator.Core.Schedules;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Schedules;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Schedules;

/// <summary>GET /schedules/upcoming: what schedules will start, soonest first.</summary>
public sealed class ListUpcoming(IScheduleStore schedules, TimeProvider time)
{
    private const int MostAPipeline = 50;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    /// <summary>The runs that schedules will start within a week, fifty of a pipeline at most and one in any case.</summary>
    [Function("ListUpcomingRuns")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<UpcomingAnswer>))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/schedules/upcoming")] HttpRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var upcoming = (await schedules.ListAsync(cancellationToken)).SelectMany(scheduled => Of(scheduled, now)).OrderBy(run => run.At).ThenBy(run => run.PipelineName, StringComparer.Ordinal);
        return Answers.Ok(request.PageOf(upcoming, run => run.PipelineName));
    }

    private static IEnumerable<UpcomingAnswer> Of(ScheduledPipeline scheduled, DateTimeOffset now)
    {
        CronSchedule cron;
        Schedule schedule;
        try
        {
            (var definition, cron) = Scheduler.Read(scheduled.Pipeline);
            schedule = definition.Schedule!;
        }
        catch (InvalidDocumentException)
        {
            // Saved by rules that were less strict: it starts nothing, and the log says why.
            return [];
        }

        var instants = cron.Between(now, now + Ahead).Take(MostAPipeline).ToList();
        if (instants.Count == 0 && cron.Next(now) is { } next)
            instants.Add(next);
        return instants.Select(at => new UpcomingAnswer(scheduled.Pipeline.Id, scheduled.Pipeline.Name, at.ToUniversalTime(), schedule.Expression, schedule.Timezone));
    }
}
