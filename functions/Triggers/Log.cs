using Microsoft.Extensions.Logging;

namespace DataAggregator.Functions.Triggers;

/// <summary>What triggers write to the log.</summary>
internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information, "{User} gave the webhook {Trigger} of the pipeline {PipelineId} a new address ({Hint}...)")]
    public static partial void TokenRotated(this ILogger logger, string user, string trigger, string pipelineId, string hint);

    [LoggerMessage(1202, LogLevel.Information, "{User} took the webhook {Trigger} of the pipeline {PipelineId} its address")]
    public static partial void TokenRevoked(this ILogger logger, string user, string trigger, string pipelineId);
}
