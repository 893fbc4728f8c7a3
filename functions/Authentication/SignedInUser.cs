using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Authentication;

/// <summary>Who a request comes from, as its token says.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">Its address.</param>
/// <param name="Role">Its role when the token was made.</param>
public sealed record SignedInUser(string Id, string Email, string Role)
{
    /// <summary>The signed-in user of a function that is not anonymous.</summary>
    public static SignedInUser Of(HttpRequest request) => (SignedInUser)request.HttpContext.Items[typeof(SignedInUser)]!;
}
