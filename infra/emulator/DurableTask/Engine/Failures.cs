using System.Text.Json;
using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Durable;

/// <summary>Failure details as they are stored, and the failures that the engine itself reports.</summary>
internal static class Failures
{
    public const string ActivityNotFound = "ActivityTaskNotFound";
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";
    public const string NonDeterministic = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";
    public const string AlreadyExists = "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException";
    public const string Terminated = "OrchestrationTerminated";

    public static TaskFailureDetails Of(string type, string message) => new(type, message, null, null, null);

    /// <summary>Whether another attempt could not help: the task does not exist.</summary>
    public static bool IsPermanent(TaskFailureDetails failure) => failure.ErrorType is ActivityNotFound or OrchestratorNotFound;

    public static string Write(TaskFailureDetails failure) => JsonSerializer.Serialize(failure);

    public static TaskFailureDetails Read(string? data) => data is null
        ? Of("Unknown", "No details were recorded.")
        : JsonSerializer.Deserialize<TaskFailureDetails>(data)!;

    public static TaskFailureDetails NotDurable(string instanceId) => Of(
        typeof(InvalidOperationException).FullName!,
        $"The orchestration '{instanceId}' awaited something that is not durable. An orchestrator may await only tasks that its context gave it; "
            + "do I/O, delays and parallel work in activities.");
}
