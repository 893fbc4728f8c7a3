using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of an invocation's pipeline.</summary>
/// <param name="context">The invocation.</param>
/// <returns>A task that ends with the invocation.</returns>
[SuppressMessage("Naming", "CA1711", Justification = "The official name.")]
public delegate Task FunctionExecutionDelegate(FunctionContext context);
