using DataAggregator.Emulator.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Reads the binding attribute of the parameter that is converted.</summary>
public static class ConverterContextExtensions
{
    /// <summary>Finds the parameter's binding attribute.</summary>
    /// <typeparam name="T">The attribute's type.</typeparam>
    /// <param name="context">What is converted.</param>
    /// <param name="bindingAttribute">The attribute.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetBindingAttribute<T>(this ConverterContext context, out object? bindingAttribute)
        where T : Attribute
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Properties.TryGetValue(FunctionDescriptor.BindingAttributeProperty, out bindingAttribute);
    }
}
