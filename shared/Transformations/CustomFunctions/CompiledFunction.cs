using System.Reflection;
using System.Text.Json.Nodes;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>A function in C#, compiled. It is unloaded when nobody holds it any more.</summary>
/// <param name="assembly">What <see cref="CSharpCode"/> compiled.</param>
internal sealed class CompiledFunction(Assembly assembly)
{
    private readonly Type host = assembly.GetType(CSharpCode.Host)!;

    /// <summary>Says whom the function asks whether it may go on, on the thread at hand.</summary>
    public Action<Func<bool>> Watch { get; } = assembly.GetType(CSharpCode.Limits)!.GetMethod("Watch")!.CreateDelegate<Action<Func<bool>>>();

    /// <summary>A new object of the function.</summary>
    /// <param name="now">The time that it sees.</param>
    public Func<JsonObject, object?> Open(DateTimeOffset now)
    {
        var method = host.GetMethod(CSharpCode.Entry, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return method.CreateDelegate<Func<JsonObject, object?>>(method.IsStatic ? null : Activator.CreateInstance(host, now));
    }
}
