namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Runs around every invocation of every function. One instance serves all of them.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around one invocation.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of the pipeline; not calling it skips the function.</param>
    /// <returns>A task that ends with the invocation.</returns>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
