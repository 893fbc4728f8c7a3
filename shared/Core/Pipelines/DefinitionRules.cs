using System.Net.Mail;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Schedules;

namespace DataAggregator.Core.Pipelines;

/// <summary>What the plain settings of a pipeline have to be, beyond their types.</summary>
internal static partial class DefinitionRules
{
    private const int MaxTags = 50;

    public static void Check(PipelineDefinition definition, Problems problems)
    {
        if (definition.Schedule is { } schedule)
            CronSchedule.Read(schedule, "$.schedule", problems);
        TriggerRules.Check(definition.Triggers, problems);
        CheckErrorHandling(definition.ErrorHandling, problems);
        CheckNotifications(definition.Notifications, "$.notifications", problems);
        DeliveryWarnings.Check(definition.Notifications, "$.notifications", problems);
        DeliveryWarnings.Check(definition.ErrorHandling.Notifications, "$.error_handling.notifications", problems);
        CheckParameters(definition.Parameters, problems);
        CheckTags(definition.Tags, problems);
    }

    private static void CheckTags(IReadOnlyList<string> tags, Problems problems)
    {
        if (tags.Count > MaxTags)
            problems.Add("$.tags", $"may be {MaxTags} at most.");
        for (var i = 0; i < tags.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(tags[i]) || tags[i].Length > 100 || tags[i].Contains(',', StringComparison.Ordinal) || tags[i].Any(char.IsControl))
                problems.Add($"$.tags[{i}]", "must have 1 to 100 characters, no comma or control character among them.");
        }
    }

    private static void CheckParameters(IReadOnlyDictionary<string, JsonElement> parameters, Problems problems)
    {
        foreach (var (name, value) in parameters)
        {
            if (!ParameterName().IsMatch(name))
                problems.Add($"$.parameters.{name}", "is no name for a parameter: letters, digits, '_', '.' and '-' are, with a letter or '_' first.");
            else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                problems.Add($"$.parameters.{name}", "must be text, a number, true or false, or null where every run has to give a value.");
        }
    }

    private static void CheckErrorHandling(ErrorHandling errors, Problems problems)
    {
        if (!StopLoss.TryParse(errors.MaxErrors, out _))
            problems.Add("$.error_handling.max_errors", StopLoss.Wrong(errors.MaxErrors!.Value));
        if (errors.RetryPolicy.MaxDelaySeconds < errors.RetryPolicy.InitialDelaySeconds)
            problems.Add("$.error_handling.retry_policy.max_delay_seconds", "must not be less than initial_delay_seconds.");
        CheckNotifications(errors.Notifications, "$.error_handling.notifications", problems);
    }

    private static void CheckNotifications(NotificationTargets? targets, string path, Problems problems)
    {
        if (targets is null)
            return;
        for (var i = 0; i < targets.Email.Count; i++)
        {
            if (!MailAddress.TryCreate(targets.Email[i], out var address) || address.Address != targets.Email[i])
                problems.Add($"{path}.email[{i}]", $"'{targets.Email[i]}' is no mail address.");
        }

        if (targets.Webhook is { } webhook && !(Uri.TryCreate(webhook, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            problems.Add($"{path}.webhook", "must be a whole http or https address.");
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.\-]{0,99}\z")]
    private static partial Regex ParameterName();
}
