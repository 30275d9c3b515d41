# LibTorch from the unpacked wheel: its own CMake files insist on a CUDA toolkit when the wheel is a CUDA one, so the
# two libraries that a program needs are named here. CUDA itself is loaded at run time (core/engine/device.cpp).
if(NOT LIBTORCH_ROOT AND DEFINED ENV{LIBTORCH_ROOT})
  set(LIBTORCH_ROOT $ENV{LIBTORCH_ROOT} CACHE PATH "" FORCE)
endif()
if(NOT EXISTS "${LIBTORCH_ROOT}/lib/libtorch_cpu.so")
  message(FATAL_ERROR "No LibTorch at LIBTORCH_ROOT='${LIBTORCH_ROOT}'. scripts/setup.sh fetches it.")
endif()

# For reports of problems: the files of LibTorch do not have it in their names.
set(LIBTORCH_VERSION "not known")
foreach(header headeronly/version.h csrc/api/include/torch/version.h)
  if(EXISTS "${LIBTORCH_ROOT}/include/torch/${header}")
    file(STRINGS "${LIBTORCH_ROOT}/include/torch/${header}" parts REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) [0-9]+")
    if(parts)
      string(REGEX REPLACE "[^0-9;]+" "" parts "${parts}")
      list(JOIN parts "." LIBTORCH_VERSION)
      break()
    endif()
  endif()
endforeach()

add_library(LibTorch::c10 SHARED IMPORTED)
set_target_properties(LibTorch::c10 PROPERTIES IMPORTED_LOCATION "${LIBTORCH_ROOT}/lib/libc10.so")
add_library(LibTorch::cpu SHARED IMPORTED)
set_target_properties(LibTorch::cpu PROPERTIES IMPORTED_LOCATION "${LIBTORCH_ROOT}/lib/libtorch_cpu.so" IMPORTED_LINK_INTERFACE_LIBRARIES LibTorch::c10)
add_library(LibTorch::torch INTERFACE IMPORTED)
target_link_libraries(LibTorch::torch INTERFACE LibTorch::cpu LibTorch::c10)
target_include_directories(LibTorch::torch SYSTEM INTERFACE
  "${LIBTORCH_ROOT}/include" "${LIBTORCH_ROOT}/include/torch/csrc/api/include")
# libtorch_cpu.so needs libcudart and libcupti of the folders beside it; its own RPATH finds them at run time, the
# linker has to be told not to look.
target_link_options(LibTorch::torch INTERFACE -Wl,--allow-shlib-undefined)

# at::parallel_for is a template: without this it would run on one core. The wheel's own OpenMP runtime is linked, so that there is
# only one in the process.
target_compile_options(LibTorch::torch INTERFACE -fopenmp)
if(EXISTS "${LIBTORCH_ROOT}/lib/libgomp.so.1")
  target_link_libraries(LibTorch::torch INTERFACE "${LIBTORCH_ROOT}/lib/libgomp.so.1")
else()
  target_link_options(LibTorch::torch INTERFACE -fopenmp)
endif()
