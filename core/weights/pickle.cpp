#include "core/weights/pickle.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <variant>

#include "core/weights/tensor_record.h"

namespace leukolens::weights {
namespace {

// Values belong to the machine and refer to each other freely: a hostile pickle can nest them a million deep or in a
// ring, which owning pointers would answer with a stack overflow or a leak. They are small, since an instruction of one byte can make one:
// texts stay where they lie in the file, tensors and storages are numbers of entries in lists.
struct Value;
using ValuePtr = Value*;
struct None {};
struct Mark {};
struct Global { std::string_view module, name; };
struct StorageNumber { std::size_t index; };
struct TensorNumber { std::size_t index; };
struct Sequence { std::vector<ValuePtr> items; };
struct Dict { std::vector<std::pair<ValuePtr, ValuePtr>> items; };
struct Value {
    std::variant<None, Mark, bool, std::int64_t, std::string_view, Global, StorageNumber, TensorNumber, Sequence, Dict> content;
};
struct Storage { std::string type, key; std::int64_t size; };

struct Truncated : std::runtime_error { using std::runtime_error::runtime_error; };
struct Refused : std::runtime_error { using std::runtime_error::runtime_error; };

constexpr std::size_t kMaxValues = 1u << 19;
constexpr std::size_t kMaxTensors = 1u << 16;
constexpr std::size_t kMaxNameBytes = 256;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::size_t kMaxInstructions = 1u << 20;  // a list of 580 tensors has some 20,000
constexpr const char* kAdvice = "Save the network's state_dict() with torch.save, or use safetensors.";
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
    const auto& items = as<Sequence>(value, "a tuple").items;
    if (items.size() > kMaxDimensions) throw Refused("a tensor of " + std::to_string(items.size()) + " dimensions");
    for (const auto& item : items) numbers.push_back(as<std::int64_t>(item, "a number"));
    return numbers;
}

std::string text(ValuePtr value, const char* what) { return std::string(as<std::string_view>(value, what)); }

std::string fullName(const Global& global) { return std::string(global.module) + '.' + std::string(global.name); }

class Machine {
public:
    explicit Machine(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    /// The value stays valid as long as the machine and the bytes.
    ValuePtr run() {
        for (std::size_t i = 0; i < kMaxInstructions; ++i) {
            const std::uint8_t opcode = byte();
            if (opcode == '.') return pop();
            execute(opcode);
        }
        throw Refused("too many instructions");
    }

    std::size_t length() const { return m_at; }
    const std::vector<Storage>& storages() const { return m_storages; }
    const PickledTensor& tensor(TensorNumber number) const { return m_tensors[number.index]; }

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

    std::string_view text(std::uint64_t length) {
        const auto part = take(length);
        return {reinterpret_cast<const char*>(part.data()), part.size()};
    }

    std::string_view line() {
        const auto rest = m_bytes.subspan(m_at);
        const auto end = std::find(rest.begin(), rest.end(), std::uint8_t{'\n'});
        const auto found = text(static_cast<std::uint64_t>(end - rest.begin()));
        byte();
        return found;
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
        if (slot >= kMaxValues) throw Refused("a reference that is too far");
        if (slot >= m_memo.size()) m_memo.resize(slot + 1);
        m_memo[slot] = m_stack.back();
        ++m_remembered;
    }

    void recall(std::uint32_t slot) {
        if (slot >= m_memo.size() || !m_memo[slot]) throw Refused("a reference to nothing");
        push(m_memo[slot]);
    }

    void global(std::string_view module, std::string_view name) {
        const Global global{module, name};
        const std::string full = fullName(global);
        bool known = full == "collections.OrderedDict" || full == "torch._utils._rebuild_tensor_v2" || full == "torch._utils._rebuild_parameter";
        for (const char* type : kStorageTypes) known = known || full == std::string("torch.") + type;
        if (!known) throw Refused("it names '" + printable(full) + "', which is not allowed in a file of weights");
        push(make(global));
    }

    /// ("storage", type, key, device, size), in the old form with a sixth entry that is None or describes a view.
    void persistentId() {
        const auto& id = as<Sequence>(pop(), "a storage").items;
        if (id.size() < 5 || id.size() > 6 || as<std::string_view>(id[0], "a storage") != "storage") throw Refused("a reference of another kind");
        if (id.size() == 6 && !std::holds_alternative<None>(id[5]->content)) throw Refused("a storage that is a part of another");
        const auto& type = as<Global>(id[1], "a storage type");
        if (type.module != "torch") throw Refused("'" + printable(fullName(type)) + "' as a storage type");
        if (m_storages.size() >= kMaxTensors) throw Refused("too many storages");
        if (as<std::string_view>(id[2], "a storage key").size() > kMaxNameBytes) throw Refused("a storage key that is too long");
        m_storages.push_back({std::string(type.name), weights::text(id[2], "a storage key"), as<std::int64_t>(id[4], "a storage size")});
        push(make(StorageNumber{m_storages.size() - 1}));
    }

    void reduce() {
        const auto& arguments = as<Sequence>(pop(), "arguments").items;
        const std::string name = fullName(as<Global>(pop(), "a name"));
        if (name == "collections.OrderedDict") {
            push(make(Dict{}));
        } else if (name == "torch._utils._rebuild_parameter" && !arguments.empty()) {
            as<TensorNumber>(arguments[0], "a tensor");
            push(arguments[0]);
        } else if (name == "torch._utils._rebuild_tensor_v2" && arguments.size() >= 4) {
            const auto& storage = m_storages[as<StorageNumber>(arguments[0], "a storage").index];
            if (m_tensors.size() >= kMaxTensors) throw Refused("too many tensors");
            m_tensors.push_back({{}, storage.type, storage.key, storage.size, as<std::int64_t>(arguments[1], "an offset"), integers(arguments[2]),
                                 integers(arguments[3])});
            push(make(TensorNumber{m_tensors.size() - 1}));
        } else {
            throw Refused("it calls '" + printable(name) + "' in an unknown way");
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
    std::vector<ValuePtr> m_stack, m_memo;
    std::uint32_t m_remembered = 0;
    std::vector<Storage> m_storages;
    std::vector<PickledTensor> m_tensors;
    Value m_none{None{}}, m_mark{Mark{}}, m_false{false}, m_true{true};
};

// Opcodes as in CPython's pickletools.
void Machine::execute(std::uint8_t opcode) {
    switch (opcode) {
        case 0x80: if (const int version = byte(); version > 5) throw Refused("pickle version " + std::to_string(version)); break;
        case 0x95: take(8); break;                                            // FRAME
        case '(': push(&m_mark); break;
        case '}': push(make(Dict{})); break;
        case ']': case ')': push(make(Sequence{})); break;
        case 't': push(make(Sequence{popToMark()})); break;
        case 0x85: pushTuple(1); break;
        case 0x86: pushTuple(2); break;
        case 0x87: pushTuple(3); break;
        case 'N': push(&m_none); break;
        case 0x88: push(&m_true); break;
        case 0x89: push(&m_false); break;
        case 'J': push(make(static_cast<std::int64_t>(number<std::int32_t>()))); break;
        case 'K': push(make(static_cast<std::int64_t>(byte()))); break;
        case 'M': push(make(static_cast<std::int64_t>(number<std::uint16_t>()))); break;
        case 0x8a: longInteger(); break;
        case 'G': take(8); push(&m_none); break;                                 // no float is ever used
        case 'X': push(make(text(number<std::uint32_t>()))); break;
        case 0x8c: push(make(text(byte()))); break;
        case 'c': { const auto module = line(); global(module, line()); break; }
        case 0x93: {
            const auto name = as<std::string_view>(pop(), "a name");
            global(as<std::string_view>(pop(), "a module"), name);
            break;
        }
        case 'q': remember(byte()); break;
        case 'r': remember(number<std::uint32_t>()); break;
        case 0x94: remember(m_remembered); break;
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
    constexpr std::string_view kNames[] = {"state_dict", "model_state_dict", "model"};
    const auto& dict = as<Dict>(root, "a dictionary of tensors");
    for (const auto& [key, value] : dict.items) {
        const auto* name = std::get_if<std::string_view>(&key->content);
        const auto* inner = std::get_if<Dict>(&value->content);
        if (name && inner && std::find(std::begin(kNames), std::end(kNames), *name) != std::end(kNames)) return *inner;
    }
    return dict;
}

/// Runs the pickle and gives its value to `read`, turning what may be wrong into errors.
template <class T, class Read>
Result<T> readValue(std::span<const std::uint8_t> pickle, const std::filesystem::path& file, Read&& read) {
    try {
        Machine machine(pickle.first(std::min(pickle.size(), kMaxPickleBytes)));
        const ValuePtr value = machine.run();
        return read(machine, value);
    } catch (const Truncated& e) {
        if (pickle.size() > kMaxPickleBytes) return fail(ErrorCode::NotAModel, "its list of tensors is longer than any network's", file, kAdvice);
        return fail(ErrorCode::DamagedModel, e.what(), file, "Copy or download the file again.");
    } catch (const Refused& e) {
        return fail(ErrorCode::NotAModel, std::string("not a plain file of weights: ") + e.what(), file, kAdvice);
    }
}

}  // namespace

Result<PickledState> readPickledState(std::span<const std::uint8_t> pickle, const std::filesystem::path& file) {
    return readValue<PickledState>(pickle, file, [](const Machine& machine, ValuePtr value) {
        PickledState state;
        for (const auto& [key, entry] : tensorsOf(value).items) {
            const auto* number = std::get_if<TensorNumber>(&entry->content);
            if (!number) continue;
            if (state.tensors.size() >= kMaxTensors) throw Refused("too many tensors");
            if (as<std::string_view>(key, "a tensor's name").size() > kMaxNameBytes) throw Refused("a tensor's name that is too long");
            state.tensors.push_back(machine.tensor(*number));
            state.tensors.back().name = text(key, "a tensor's name");
        }
        if (state.tensors.empty()) throw Refused("it holds no tensors");
        for (const auto& storage : machine.storages()) {
            const auto [known, isNew] = state.storageTypes.emplace(storage.key, storage.type);
            if (!isNew && known->second != storage.type) throw Refused("storage '" + printable(storage.key) + "' has two types");
        }
        state.length = machine.length();
        return state;
    });
}

Result<PickledTexts> readPickledTexts(std::span<const std::uint8_t> pickle, const std::filesystem::path& file) {
    return readValue<PickledTexts>(pickle, file, [](const Machine& machine, ValuePtr value) {
        PickledTexts result{{}, machine.length()};
        for (const auto& item : as<Sequence>(value, "a list").items) {
            if (result.texts.size() >= kMaxTensors || as<std::string_view>(item, "a text").size() > kMaxNameBytes) throw Refused("a list that is too long");
            result.texts.push_back(text(item, "a text"));
        }
        return result;
    });
}

Result<PickledSystem> readPickledSystem(std::span<const std::uint8_t> pickle, const std::filesystem::path& file) {
    return readValue<PickledSystem>(pickle, file, [](const Machine& machine, ValuePtr value) {
        PickledSystem system{false, machine.length()};
        for (const auto& [key, entry] : as<Dict>(value, "facts about a computer").items) {
            const auto* name = std::get_if<std::string_view>(&key->content);
            const auto* flag = std::get_if<bool>(&entry->content);
            if (name && flag && *name == "little_endian") system.littleEndian = *flag;
        }
        return system;
    });
}

}  // namespace leukolens::weights
