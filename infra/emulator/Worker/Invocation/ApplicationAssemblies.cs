using System.Reflection;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>
/// Finds the assemblies that may hold functions when nobody named them: the entry assembly and what it references, as far as it
/// references the emulator. The official build generates this list.
/// </summary>
internal static class ApplicationAssemblies
{
    private static readonly string Emulator = typeof(ApplicationAssemblies).Assembly.GetName().Name!;

    public static IList<Assembly> Find()
    {
        var found = new List<Assembly>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<Assembly>();
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            waiting.Enqueue(entry);
        }

        while (waiting.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (Array.TrueForAll(references, reference => reference.Name != Emulator))
            {
                continue;
            }

            found.Add(assembly);
            foreach (var reference in references.Where(reference => !IsFramework(reference.Name!) && seen.Add(reference.Name!)))
            {
                waiting.Enqueue(Assembly.Load(reference));
            }
        }

        return found;
    }

    private static bool IsFramework(string name)
        => name == Emulator || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
