using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities of a worker, by name. A name, with its version, can be taken once.</summary>
public sealed partial class DurableTaskRegistry
{
    /// <summary>An empty registry.</summary>
    public DurableTaskRegistry()
    {
    }

    internal Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskOrchestrator>> Orchestrators { get; } = [];

    internal Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, ITaskActivity>> Activities { get; } = [];

    /// <summary>All orchestrators.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators()
        => Orchestrators.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    /// <summary>All activities.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities()
        => Activities.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    private DurableTaskRegistry Add<TTask>(
        Dictionary<(TaskName Name, TaskVersion Version), Func<IServiceProvider, TTask>> tasks,
        TaskName name,
        TaskVersion version,
        Func<IServiceProvider, TTask> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        if (!tasks.TryAdd((name, version), factory))
        {
            var which = version == TaskVersion.Unversioned ? $"'{name}'" : $"'{name}' with version '{version.Version}'";
            throw new ArgumentException($"A {typeof(TTask).Name} named {which} is already added.", nameof(name));
        }

        return this;
    }

    private static TaskName NameOf(Type type)
        => type.GetCustomAttribute<DurableTaskAttribute>() is { Name.Name: { Length: > 0 } name } ? name : type.Name;

    private static TaskVersion VersionOf(Type type) => new(type.GetCustomAttribute<DurableTaskAttribute>()?.Version);

    private static void ThrowIfNot<TTask>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(TTask).IsAssignableFrom(type) || type.IsAbstract)
        {
            throw new ArgumentException($"{type} has to be a class that can be made and implements {typeof(TTask).Name}.", nameof(type));
        }
    }
}
