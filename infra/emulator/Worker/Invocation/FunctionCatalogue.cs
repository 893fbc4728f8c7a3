using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>All functions of the application.</summary>
internal sealed class FunctionCatalogue
{
    private readonly FrozenDictionary<string, FunctionDescriptor> byName;

    /// <summary>Finds the functions of the application.</summary>
    /// <exception cref="EmulatorStartException">A function is wrong, or a name is given twice.</exception>
    public FunctionCatalogue(EmulatorOptions options)
    {
        var assemblies = options.Assemblies.Count == 0 && options.FunctionClasses.Count == 0 ? ApplicationAssemblies.Find() : options.Assemblies;
        var functions = new Dictionary<string, FunctionDescriptor>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Concat(options.FunctionClasses).Distinct().SelectMany(Methods))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var function = FunctionDescriptor.From(method, attribute);
            if (!functions.TryAdd(function.Name, function))
            {
                throw new EmulatorStartException(
                    $"Two functions are named '{function.Name}': {functions[function.Name].EntryPoint} and {function.EntryPoint}.");
            }
        }

        byName = functions.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All functions.</summary>
    public IEnumerable<FunctionDescriptor> Functions => byName.Values;

    /// <summary>The functions that have a kind of trigger.</summary>
    /// <param name="trigger">The attribute's type.</param>
    /// <returns>The functions, by name.</returns>
    public IReadOnlyList<FunctionDescriptor> WithTrigger(Type trigger)
        => [.. byName.Values.Where(function => function.Trigger.GetType() == trigger).OrderBy(function => function.Name, StringComparer.Ordinal)];

    private static MethodInfo[] Methods(Type type)
        => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
