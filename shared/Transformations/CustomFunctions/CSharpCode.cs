using System.Collections.Concurrent;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// The code of a custom function in C#, compiled once: a run opens its steps many times. The compiler is loaded with the first function, so that nobody else
/// pays for it.
/// </summary>
internal static class CSharpCode
{
    /// <summary>The class around the code.</summary>
    public const string Host = "__Function";

    /// <summary>The class that the code asks for its limits.</summary>
    public const string Limits = "__Limits";

    /// <summary>The method that every function has.</summary>
    public const string Entry = "Transform";

    private const int MaxLength = 64 * 1024;
    private const int MaxKept = 100;
    private static readonly ConcurrentDictionary<string, Lazy<(CompiledFunction? Function, string? Refused)>> Known = new(StringComparer.Ordinal);

    /// <summary>The compiled code; null and a problem when it cannot be used.</summary>
    public static CompiledFunction? Prepare(string code, string path, Problems problems)
    {
        if (code.Length > MaxLength)
        {
            problems.Add(path, $"is more than {MaxLength / 1024} KB of code.");
            return null;
        }

        if (Known.Count > MaxKept)
            Known.Clear();
        var (function, refused) = Known.GetOrAdd(code, text => new(() => CSharpCompiler.Compile(text))).Value;
        if (refused is not null)
            problems.Add(path, refused);
        return function;
    }
}
