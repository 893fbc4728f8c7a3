using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Http;

/// <summary>The functions that answer HTTP, by name: what the contract's document and the refusal of everything else are made from.</summary>
internal static class HttpFunctions
{
    /// <summary>All that name their HTTP methods.</summary>
    public static readonly IReadOnlyList<(MethodInfo Method, string Name, HttpTriggerAttribute Trigger)> All =
    [
        .. from type in typeof(HttpFunctions).Assembly.GetExportedTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
           where trigger?.Methods is { Length: > 0 }
           orderby function.Name
           select (method, function.Name, trigger),
    ];

    /// <summary>The method of a function by its entry point, as the host tells it; null where it is not of this assembly.</summary>
    public static MethodInfo? MethodOf(string entryPoint)
    {
        var split = entryPoint.LastIndexOf('.');
        return typeof(HttpFunctions).Assembly.GetType(entryPoint[..split])?.GetMethod(entryPoint[(split + 1)..], BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static);
    }
}
