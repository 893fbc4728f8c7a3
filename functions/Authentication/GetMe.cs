using DataAggregator.Core.Security;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Authentication;

/// <summary>GET /me: the account that is signed in.</summary>
public sealed class GetMe(IUserStore users)
{
    /// <summary>The account that is signed in.</summary>
    [Function("GetMe")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(User))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me")] HttpRequest request, CancellationToken cancellationToken)
    {
        var id = SignedInUser.Of(request).Id;
        return Answers.Ok(await users.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("user", id));
    }
}
