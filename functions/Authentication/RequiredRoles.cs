using System.Collections.Concurrent;
using System.Reflection;
using DataAggregator.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Authentication;

/// <summary>The roles that functions ask for.</summary>
internal static class RequiredRoles
{
    private static readonly ConcurrentDictionary<string, string?> Known = new(StringComparer.Ordinal);

    /// <summary>The role that may call a function; null where everybody may.</summary>
    public static string? Of(FunctionDefinition function) => Known.GetOrAdd(function.EntryPoint, Find);

    private static string? Find(string entryPoint)
    {
        var method = HttpFunctions.MethodOf(entryPoint);
        return method?.IsDefined(typeof(AnonymousAttribute)) == true ? null : method?.GetCustomAttribute<RequireRoleAttribute>()?.Role ?? Roles.Admin;
    }
}
