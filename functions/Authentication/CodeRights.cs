using System.Text.Json;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Http;

namespace DataAggregator.Functions.Authentication;

/// <summary>Who may bring code that cannot be sandboxed.</summary>
internal static class CodeRights
{
    /// <summary>Lets only administrators go on with a document that has a function in C# in it. What an administrator saved, others may run and refer to.</summary>
    /// <exception cref="ApiException">403: the document has one, and who sent it is no administrator.</exception>
    public static void Check(SignedInUser user, JsonElement document)
    {
        if (Roles.Covers(user.Role, Roles.Admin))
            return;
        if (CSharpFunctions.Find(document, "$").FirstOrDefault() is { } path)
            throw new ApiException(403, "forbidden", $"{path} is a function in C#, which cannot be sandboxed: only administrators may save, check or try one. Write it in JavaScript, or ask an administrator to save it as a transformation and refer to that.");
    }
}
