#include "core/nn/pickle.h"

#include <cstring>
#include <deque>
#include <map>
#include <stdexcept>
#include <variant>

namespace leukolens::nn {
namespace {

// Values belong to the machine and refer to each other freely: a hostile pickle can nest them a million deep or in a
// ring, which owning pointers would answer with a stack overflow or a leak.
struct Value;
using ValuePtr = Value*;
struct None {};
struct Mark {};
struct Global { std::string name; };
struct Storage { std::string type, key; std::int64_t size; };
struct Sequence { std::vector<ValuePtr> items; };
struct Dict { std::vector<std::pair<ValuePtr, ValuePtr>> items; };
struct Value {
    std::variant<None, Mark, bool, std::int64_t, double, std::string, Global, Storage, Sequence, Dict, PickledTensor> content;
};

struct Truncated : std::runtime_error { using std::runtime_error::runtime_error; };
struct Refused : std::runtime_error { using std::runtime_error::runtime_error; };

constexpr std::size_t kMaxValues = 1u << 22;
constexpr const char* kStorageTypes[] = {"DoubleStorage", "FloatStorage", "HalfStorage", "BFloat16Storage", "LongStorage",
                                         "IntStorage", "ShortStorage", "CharStorage", "ByteStorage", "BoolStorage"};

template <class T>
const T& as(ValuePtr value, const char* what) {
    const T* content = value ? std::get_if<T>(&value->content) : nullptr;
    if (!content) throw Refused(std::string("something else where ") + what + " was expected");
    return *content;
}

std::vector<std::int64_t> integers(ValuePtr value) {
    std::vector<std::int64_t> numbers;
    for (const auto& item : as<Sequence>(value, "a tuple").items) numbers.push_back(as<std::int64_t>(item, "a number"));
    return numbers;
}

class Machine {
public:
    explicit Machine(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    /// The value stays valid as long as the machine.
    ValuePtr run() {
        for (;;) {
            const std::uint8_t opcode = byte();
            if (opcode == '.') return pop();
            execute(opcode);
        }
    }

private:
    template <class T>
    ValuePtr make(T content) {
        if (m_values.size() >= kMaxValues) throw Refused("too many values");
        return &m_values.emplace_back(Value{std::move(content)});
    }

    std::uint8_t byte() { return take(1)[0]; }

    std::span<const std::uint8_t> take(std::uint64_t count) {
        if (count > m_bytes.size() - m_at) throw Truncated("the list of tensors ends early");
        const auto part = m_bytes.subspan(m_at, count);
        m_at += count;
        return part;
    }

    template <class T>
    T number() {
        T value;
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }

    std::string text(std::uint64_t length) {
        const auto part = take(length);
        return {part.begin(), part.end()};
    }

    std::string line() {
        std::string result;
        for (char c; (c = static_cast<char>(byte())) != '\n';) result += c;
        return result;
    }

    void push(ValuePtr value) { m_stack.push_back(value); }

    ValuePtr pop() {
        if (m_stack.empty()) throw Refused("an instruction without its value");
        const ValuePtr value = m_stack.back();
        m_stack.pop_back();
        return value;
    }

    std::vector<ValuePtr> popToMark() {
        std::vector<ValuePtr> values;
        for (;;) {
            const ValuePtr value = pop();
            if (std::holds_alternative<Mark>(value->content)) break;
            values.push_back(value);
        }
        return {values.rbegin(), values.rend()};
    }

    void pushTuple(std::size_t count) {
        Sequence sequence;
        for (std::size_t i = 0; i < count; ++i) sequence.items.insert(sequence.items.begin(), pop());
        push(make(std::move(sequence)));
    }

    Value& top() {
        if (m_stack.empty()) throw Refused("an instruction without its value");
        return *m_stack.back();
    }

    void setItems(const std::vector<ValuePtr>& values) {
        auto* dict = std::get_if<Dict>(&top().content);
        if (!dict || values.size() % 2 != 0) throw Refused("entries without a dictionary");
        for (std::size_t i = 0; i < values.size(); i += 2) dict->items.emplace_back(values[i], values[i + 1]);
    }

    void append(const std::vector<ValuePtr>& values) {
        auto* sequence = std::get_if<Sequence>(&top().content);
        if (!sequence) throw Refused("entries without a list");
        sequence->items.insert(sequence->items.end(), values.begin(), values.end());
    }

    void remember(std::uint32_t slot) {
        top();
        m_memo[slot] = m_stack.back();
    }

    void recall(std::uint32_t slot) {
        const auto found = m_memo.find(slot);
        if (found == m_memo.end()) throw Refused("a reference to nothing");
        push(found->second);
    }

    void global(const std::string& name) {
        bool known = name == "collections.OrderedDict" || name == "torch._utils._rebuild_tensor_v2" ||
                     name == "torch._utils._rebuild_parameter";
        for (const char* type : kStorageTypes) known = known || name == std::string("torch.") + type;
        if (!known) throw Refused("it names '" + name + "', which is not allowed in a file of weights");
        push(make(Global{name}));
    }

    void persistentId() {
        const auto& id = as<Sequence>(pop(), "a storage").items;
        if (id.size() != 5 || as<std::string>(id[0], "a storage") != "storage") throw Refused("a reference of another kind");
        const std::string type = as<Global>(id[1], "a storage type").name.substr(std::strlen("torch."));
        push(make(Storage{type, as<std::string>(id[2], "a storage key"), as<std::int64_t>(id[4], "a storage size")}));
    }

    void reduce() {
        const auto arguments = as<Sequence>(pop(), "arguments").items;
        const std::string name = as<Global>(pop(), "a name").name;
        if (name == "collections.OrderedDict") {
            push(make(Dict{}));
        } else if (name == "torch._utils._rebuild_parameter" && !arguments.empty()) {
            as<PickledTensor>(arguments[0], "a tensor");
            push(arguments[0]);
        } else if (name == "torch._utils._rebuild_tensor_v2" && arguments.size() >= 4) {
            const auto& storage = as<Storage>(arguments[0], "a storage");
            push(make(PickledTensor{{}, storage.type, storage.key, storage.size, as<std::int64_t>(arguments[1], "an offset"),
                                    integers(arguments[2]), integers(arguments[3])}));
        } else {
            throw Refused("it calls '" + name + "' in an unknown way");
        }
    }

    void longInteger() {
        const std::size_t length = byte();
        if (length > 8) throw Refused("a number that is too large");
        const auto part = take(length);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i) value |= static_cast<std::uint64_t>(part[i]) << (8 * i);
        if (length > 0 && length < 8 && (part[length - 1] & 0x80) != 0) value |= ~0ull << (8 * length);
        push(make(static_cast<std::int64_t>(value)));
    }

    void execute(std::uint8_t opcode);

    std::span<const std::uint8_t> m_bytes;
    std::size_t m_at = 0;
    std::deque<Value> m_values;
    std::vector<ValuePtr> m_stack;
    std::map<std::uint32_t, ValuePtr> m_memo;
};

// Opcodes as in CPython's pickletools.
void Machine::execute(std::uint8_t opcode) {
    switch (opcode) {
        case 0x80: if (const int version = byte(); version > 5) throw Refused("pickle version " + std::to_string(version)); break;
        case 0x95: take(8); break;                                            // FRAME
        case '(': push(make(Mark{})); break;
        case '}': push(make(Dict{})); break;
        case ']': case ')': push(make(Sequence{})); break;
        case 't': push(make(Sequence{popToMark()})); break;
        case 0x85: pushTuple(1); break;
        case 0x86: pushTuple(2); break;
        case 0x87: pushTuple(3); break;
        case 'N': push(make(None{})); break;
        case 0x88: push(make(true)); break;
        case 0x89: push(make(false)); break;
        case 'J': push(make(static_cast<std::int64_t>(number<std::int32_t>()))); break;
        case 'K': push(make(static_cast<std::int64_t>(byte()))); break;
        case 'M': push(make(static_cast<std::int64_t>(number<std::uint16_t>()))); break;
        case 0x8a: longInteger(); break;
        case 'G': take(8); push(make(0.0)); break;                            // no float is ever used
        case 'X': push(make(text(number<std::uint32_t>()))); break;
        case 0x8c: push(make(text(byte()))); break;
        case 'c': { const std::string module = line(); global(module + '.' + line()); break; }
        case 0x93: {
            const std::string name = as<std::string>(pop(), "a name");
            global(as<std::string>(pop(), "a module") + '.' + name);
            break;
        }
        case 'q': remember(byte()); break;
        case 'r': remember(number<std::uint32_t>()); break;
        case 0x94: remember(static_cast<std::uint32_t>(m_memo.size())); break;
        case 'h': recall(byte()); break;
        case 'j': recall(number<std::uint32_t>()); break;
        case 'Q': persistentId(); break;
        case 'R': reduce(); break;
        case 's': { const ValuePtr value = pop(); const ValuePtr key = pop(); setItems({key, value}); break; }
        case 'u': setItems(popToMark()); break;
        case 'a': append({pop()}); break;
        case 'e': append(popToMark()); break;
        case 'b': pop(); break;                                               // BUILD: attributes such as _metadata
        default: throw Refused("instruction " + std::to_string(opcode) + " is not allowed in a file of weights");
    }
}

const Dict& tensorsOf(ValuePtr root) {
    const auto& dict = as<Dict>(root, "a dictionary of tensors");
    for (const auto& [key, value] : dict.items) {
        const auto* name = std::get_if<std::string>(&key->content);
        const auto* inner = std::get_if<Dict>(&value->content);
        if (name && inner && (*name == "state_dict" || *name == "model")) return *inner;
    }
    return dict;
}

}  // namespace

Result<std::vector<PickledTensor>> readPickledTensors(std::span<const std::uint8_t> pickle, const std::filesystem::path& file) {
    try {
        Machine machine(pickle);
        std::vector<PickledTensor> tensors;
        for (const auto& [key, value] : tensorsOf(machine.run()).items) {
            const auto* tensor = std::get_if<PickledTensor>(&value->content);
            if (!tensor) continue;
            tensors.push_back(*tensor);
            tensors.back().name = as<std::string>(key, "a tensor's name");
        }
        if (tensors.empty()) throw Refused("it holds no tensors");
        return tensors;
    } catch (const Truncated& e) {
        return fail(ErrorCode::DamagedModel, e.what(), file, "Copy or download the file again.");
    } catch (const Refused& e) {
        return fail(ErrorCode::NotAModel, std::string("not a plain file of weights: ") + e.what(), file,
                    "Save the network's state_dict() with torch.save, or use safetensors.");
    }
}

}  // namespace leukolens::nn
