# Whether the optional library leukolens_cuda (core/engine/cuda) can be built: LEUKOLENS_CUDA_FOUND. It takes CUDA's compiler and headers,
# and LibTorch's headers for CUDA; a GPU is needed only to run it, and LibTorch's CUDA library is found when the program loads it.
set(LEUKOLENS_CUDA AUTO CACHE STRING "Kernels of our own for NVIDIA GPUs: AUTO (where nvcc works), ON (stop without it) or OFF")
set_property(CACHE LEUKOLENS_CUDA PROPERTY STRINGS AUTO ON OFF)
set(LEUKOLENS_CUDA_FOUND OFF)

# The sanitizers' builds run where no GPU's code does.
if(LEUKOLENS_CUDA STREQUAL "OFF" OR (LEUKOLENS_CUDA STREQUAL "AUTO" AND LEUKOLENS_SANITIZE))
  return()
endif()

# A100 and its kin, H100 and H200; newer ones translate the latter's intermediate code when the library is loaded.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 80-real 90)
endif()
# The process has LibTorch's own libcudart already: a second one inside this library would not know of its streams.
set(CMAKE_CUDA_RUNTIME_LIBRARY Shared)
# By the environment, not by CMAKE_CUDA_COMPILER: the latter would be believed unchecked, and a broken one stop everything.
if(NOT DEFINED ENV{CUDACXX})
  find_program(LEUKOLENS_NVCC nvcc HINTS ENV CUDA_HOME ENV CUDA_PATH PATHS /usr/local/cuda PATH_SUFFIXES bin DOC "CUDA's compiler")
  if(LEUKOLENS_NVCC)
    set(ENV{CUDACXX} ${LEUKOLENS_NVCC})
  endif()
endif()
include(CheckLanguage)
check_language(CUDA)
if(CMAKE_CUDA_COMPILER)
  enable_language(CUDA)
  find_package(CUDAToolkit QUIET)
endif()
if(TARGET CUDA::cudart AND EXISTS "${LIBTORCH_ROOT}/include/ATen/cuda/CUDAGraph.h")
  set(LEUKOLENS_CUDA_FOUND ON)
  message(STATUS "CUDA ${CUDAToolkit_VERSION}: leukolens_cuda is built")
elseif(LEUKOLENS_CUDA STREQUAL "AUTO")
  message(STATUS "No CUDA toolkit: leukolens_cuda is not built, GPUs are used by LibTorch's operations alone")
else()
  message(FATAL_ERROR "LEUKOLENS_CUDA is ${LEUKOLENS_CUDA}, but nvcc, CUDA's headers or LibTorch's headers for CUDA are missing")
endif()
