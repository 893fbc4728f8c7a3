namespace Microsoft.DurableTask;

/// <summary>Names a class-based orchestrator or activity; without it, the class's own name counts.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The name, or the default value if none was given.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new TaskName(name);

    /// <summary>The version, if there is one.</summary>
    public string? Version { get; set; }
}
