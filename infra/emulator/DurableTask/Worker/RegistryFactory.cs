using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Worker;

/// <summary>
/// Makes tasks from a registry. A version that is asked for has to match exactly; an unversioned task stands in for it only where
/// its name has no versions at all.
/// </summary>
internal sealed class RegistryFactory(DurableTaskRegistry registry) : IDurableTaskFactory
{
    public bool TryCreateActivity(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskActivity? activity)
        => TryCreateActivity(name, TaskVersion.Unversioned, serviceProvider, out activity);

    public bool TryCreateOrchestrator(TaskName name, IServiceProvider serviceProvider, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
        => TryCreateOrchestrator(name, TaskVersion.Unversioned, serviceProvider, out orchestrator);

    public bool TryCreateActivity(TaskName name, TaskVersion version, IServiceProvider services, [NotNullWhen(true)] out ITaskActivity? activity)
        => TryCreate(registry.Activities, name, version, services, out activity);

    public bool TryCreateOrchestrator(TaskName name, TaskVersion version, IServiceProvider services, [NotNullWhen(true)] out ITaskOrchestrator? orchestrator)
        => TryCreate(registry.Orchestrators, name, version, services, out orchestrator);

    private static bool TryCreate<TTask>(
        Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, TTask>> tasks,
        TaskName name,
        TaskVersion version,
        IServiceProvider services,
        [NotNullWhen(true)] out TTask? task)
        where TTask : class
    {
        var found = tasks.TryGetValue((name, version), out var factory)
            || (version != TaskVersion.Unversioned
                && !tasks.Keys.Any(key => key.Name == name && key.Version != TaskVersion.Unversioned)
                && tasks.TryGetValue((name, TaskVersion.Unversioned), out factory));
        task = found ? factory!(services) : null;
        return task is not null;
    }
}
