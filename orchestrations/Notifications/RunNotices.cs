using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Security;
using DataAggregator.Core.Storage;

namespace DataAggregator.Orchestrations.Notifications;

/// <summary>Who is told what about the end of a run. Dry runs are nobody's news.</summary>
/// <param name="pipelines">The definitions.</param>
/// <param name="secrets">Opens what webhooks are signed with.</param>
/// <param name="runs">Knows how the run before ended.</param>
public sealed class RunNotices(IPipelineStore pipelines, PipelineSecrets secrets, IRunStore runs)
{
    private const int LooksBack = 20;

    /// <summary>The notifications, one an address.</summary>
    public async Task<IReadOnlyList<Notification>> OfAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.DryRun)
            return [];
        var targets = Targets(await DocumentAsync(run, cancellationToken), run);
        if (targets.Count == 0)
            return [];
        var ended = Enum.Parse<NotificationEvent>(run.Status.ToString());
        var recovered = run.Status is RunStatus.Success or RunStatus.Warning && await HadFailedAsync(run, cancellationToken);
        var notices = new Dictionary<string, Notification>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            // One message for one end: that it went well again says more than that it went well.
            NotificationEvent? told = recovered && target.NotifyOn.Contains(NotificationEvent.Recovered) ? NotificationEvent.Recovered : target.NotifyOn.Contains(ended) ? ended : null;
            if (told is not { } what)
                continue;
            foreach (var notice in target.Email.Select(address => Notice(run, what, Notification.Email, address)))
                notices.TryAdd(notice.Id, notice);
            if (target.Webhook is { } webhook)
                notices.TryAdd(Notice(run, what, Notification.Webhook, webhook).Id, Notice(run, what, Notification.Webhook, webhook));
        }

        return [.. notices.Values];
    }

    /// <summary>What the pipeline of a notification agreed on with the receiver; null for nothing.</summary>
    public async Task<Secret?> SecretAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (notification.Channel != Notification.Webhook)
            return null;
        if (await runs.FindAsync(notification.RunId, cancellationToken) is not { } run || await DocumentAsync(run, cancellationToken) is not { } document)
            return null;
        return Targets(await secrets.UnprotectAsync(document, cancellationToken), run).FirstOrDefault(target => target.Webhook == notification.Target)?.WebhookSecret;
    }

    private static List<NotificationTargets> Targets(JsonElement? document, Run run)
    {
        if (document is not { } saved || PipelineDefinitionReader.ReadSaved(ParameterValues.WithDefaults(saved, run.Parameters), new Problems()) is not { } definition)
            return [];
        return [.. new[] { definition.Notifications, definition.ErrorHandling.Notifications }.OfType<NotificationTargets>()];
    }

    private static Notification Notice(Run run, NotificationEvent what, string channel, string target)
    {
        var word = JsonNamingPolicy.SnakeCaseLower.ConvertName(what.ToString());
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Id}\n{run.Attempt}\n{word}\n{channel}\n{target}")))[..32];
        var body = new
        {
            id,
            @event = word,
            pipeline = new { id = run.PipelineId, name = run.PipelineName, version = run.PipelineVersion },
            run = new
            {
                id = run.Id,
                status = run.Status.ToWord(),
                trigger = run.Trigger,
                attempt = run.Attempt,
                started_at = Instant(run.StartedAt),
                ended_at = Instant(run.EndedAt),
                records_read = run.Totals.Read,
                records_written = run.Totals.Written,
                records_rejected = run.Totals.Rejected,
                error = run.Error is { } error ? new { code = error.Code, message = error.Message, step = error.Step, hint = error.Hint } : null,
            },
        };
        return new Notification(id, run.Id, word, channel, target, JsonSerializer.SerializeToElement(body));
    }

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<JsonElement?> DocumentAsync(Run run, CancellationToken cancellationToken) =>
        (await pipelines.FindVersionAsync(run.PipelineId, run.PipelineVersion, cancellationToken))?.Document;

    /// <summary>Whether the run that ended before, or an earlier attempt of this one, failed.</summary>
    private async Task<bool> HadFailedAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Attempt > 1)
            return true;
        var newest = await runs.ListAsync(new RunQuery(new PageRequest(LooksBack), run.PipelineId), cancellationToken);
        var before = newest.Items.Where(other => other.Id != run.Id && !other.DryRun && other.CreatedAt <= run.CreatedAt && other.Status is RunStatus.Success or RunStatus.Warning or RunStatus.Failed);
        return before.FirstOrDefault()?.Status == RunStatus.Failed;
    }
}
