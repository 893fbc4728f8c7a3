using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;
using DataAggregator.Core.Streams;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>What the settings of triggers have to be, beyond their types.</summary>
internal static partial class TriggerRules
{
    private const int MaxTriggers = 50;
    private const int ShortestSecret = 16;

    public static void Check(IReadOnlyList<Trigger> triggers, Problems problems)
    {
        if (triggers.Count > MaxTriggers)
            problems.Add("$.triggers", $"may be {MaxTriggers} at most.");
        for (var i = 0; i < triggers.Count; i++)
        {
            var path = $"$.triggers[{i}]";
            CheckName(triggers, i, path, problems);
            switch (triggers[i])
            {
                case EventTrigger told:
                    CheckEvent(told, path, problems);
                    CheckMap(told.Map, path, problems);
                    break;
                case WebhookTrigger webhook:
                    CheckWebhook(webhook, path, problems);
                    CheckMap(webhook.Map, path, problems);
                    break;
                case StreamTrigger stream when StreamNames.Wrong(stream.Stream) is { } wrong:
                    problems.Add($"{path}.stream", wrong);
                    break;
                case FileTrigger { Marker: { } marker } when marker.Length is 0 or > 50 || marker.Contains('/', StringComparison.Ordinal) || marker.Contains('\\', StringComparison.Ordinal):
                    problems.Add($"{path}.marker", "must be the end of a file name, such as .done.");
                    break;
            }
        }
    }

    private static void CheckName(IReadOnlyList<Trigger> triggers, int index, string path, Problems problems)
    {
        var trigger = triggers[index];
        if (trigger.Name is { } name && !TriggerName().IsMatch(name))
            problems.Add($"{path}.name", "must have 1 to 100 letters, digits, spaces, '_', '.' or '-', no space at the ends.");
        else if (triggers.Take(index).Any(other => other.Key == trigger.Key))
            problems.Add($"{path}.name", trigger.Name is null ? $"is required: another trigger is called '{trigger.Key}' already, as those without a name are called by their type." : $"'{trigger.Key}' is the name of another trigger already.");
    }

    private static void CheckEvent(EventTrigger trigger, string path, Problems problems)
    {
        if (!PlatformEvents.All.Contains(trigger.Event) && EventNames.Wrong(trigger.Event) is { } wrong)
            problems.Add($"{path}.event", wrong);
        else if (PlatformEvents.All.Contains(trigger.Event) && trigger.Pipeline is null)
            problems.Add($"{path}.pipeline", $"is required: the pipeline of which the platform tells '{trigger.Event}'.");
        else if (!PlatformEvents.All.Contains(trigger.Event) && trigger.Pipeline is not null)
            problems.Add($"{path}.pipeline", $"belongs to events that the platform tells ({string.Join(", ", PlatformEvents.All)}); '{trigger.Event}' is published from outside. Leave it out.");
    }

    private static void CheckWebhook(WebhookTrigger trigger, string path, Problems problems)
    {
        if (trigger.EventIdHeader is { } header && !HeaderName().IsMatch(header))
            problems.Add($"{path}.event_id_header", $"'{header}' is no name of a header.");
        if (trigger.Signature is not { } signature)
            return;
        if (signature.Header is { } signed && !HeaderName().IsMatch(signed))
            problems.Add($"{path}.signature.header", $"'{signed}' is no name of a header.");
        else if (signature.Header is not null && signature.Scheme == WebhookSignatureScheme.Standard)
            problems.Add($"{path}.signature.header", "belongs to the scheme 'body': the scheme 'standard' has its own headers. Leave it out.");
        if (trigger.EventIdHeader is not null && signature.Scheme == WebhookSignatureScheme.Standard)
            problems.Add($"{path}.event_id_header", "cannot be chosen with the scheme 'standard', which signs the id in webhook-id. Leave it out.");
        var secret = signature.Secret.Reveal();
        // What is kept already was checked when it was entered.
        if (secret == Secret.Mask || secret.StartsWith("enc:", StringComparison.Ordinal) || SecretFields.IsPlain(secret) && secret.Length > 0)
            return;
        if (secret.Length < ShortestSecret)
            problems.Add($"{path}.signature.secret", $"must have {ShortestSecret} characters at least.");
        else if (WebhookSigning.Key(signature.Secret) is null)
            problems.Add($"{path}.signature.secret", "begins with whsec_, but is no base64 behind it.");
    }

    private static void CheckMap(IReadOnlyDictionary<string, string> map, string path, Problems problems)
    {
        foreach (var (parameter, field) in map)
        {
            if (string.IsNullOrWhiteSpace(field) || field.Length > 500)
                problems.Add($"{path}.map.{parameter}", "must be the path of a field, such as order.id or items[0].sku.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.\-]([A-Za-z0-9_.\- ]{0,98}[A-Za-z0-9_.\-])?\z")]
    private static partial Regex TriggerName();

    [GeneratedRegex(@"\A[A-Za-z0-9\-_]{1,100}\z")]
    private static partial Regex HeaderName();
}
